// Keeps the list of tasks up to date: asks every two seconds whether it has changed.
// The server answers 304 while the tag is the same. Without this script, reload the page.
const [heading, changes, list] = ["h1", "#changes", "#list"].map(
  each => document.querySelector(each));
let tag = `"${list.dataset.tag}"`, timer;

async function ask() {
  if (document.hidden) return; // visibilitychange asks again
  let wait = 2000; // milliseconds
  try {
    const headers = { "If-None-Match": tag }, signal = AbortSignal.timeout(5000);
    const answer = await fetch(list.dataset.url, { headers, signal, redirect: "manual" });
    if (answer.type === "opaqueredirect") return location.reload(); // the session has ended
    if (answer.ok) {
      update(await answer.text());
      tag = answer.headers.get("ETag");
    } else if (answer.status !== 304) throw new Error(answer.status);
  } catch {
    wait += Math.random() * 2000; // after an outage not all pages come back at once
  }
  clearTimeout(timer);
  timer = setTimeout(ask, wait);
}

function update(html) {
  const focused = list.contains(document.activeElement) && target(document.activeElement);
  const before = tasks();
  list.innerHTML = html;
  const now = tasks();
  const altered = [...now].filter(([task, text]) => before.has(task) && before.get(task) !== text);
  const added = [...now].filter(([task]) => !before.has(task));
  const gone = [...before].filter(([task]) => !now.has(task));
  // A new task moves another one to the next page; that is one change.
  const count = altered.length + Math.max(added.length, gone.length);
  if (count) changes.textContent = count === 1 ? "1 task changed" : `${count} tasks changed`;
  if (!focused) return;
  const same = [...list.querySelectorAll("a, button")].find(each => target(each) === focused);
  (same ?? heading).focus();
}

const tasks = () => new Map([...list.querySelectorAll("li")].map(
  each => [each.querySelector("a").href, each.textContent]));
const target = each => each.textContent + (each.href ?? each.form.action);
heading.tabIndex = -1; // lets it take the focus
document.addEventListener("visibilitychange", ask);
timer = setTimeout(ask, 2000);
