// Keeps the list of tasks up to date: a WebSocket tells that something changed, and the page asks
// for its list. Without this script, reload the page.
const [heading, changes, list] = ["h1", "#changes", "#list"].map(
  each => document.querySelector(each));
const SESSION_ENDED = 4401;
let tag = `"${list.dataset.tag}"`, socket, timer, tries = 0, asking = false, again = false;

function connect() {
  clearTimeout(timer);
  if (document.hidden || socket) return; // visibilitychange connects again
  socket = new WebSocket(location.origin.replace("http", "ws") + list.dataset.socket);
  socket.onopen = socket.onmessage = ask; // on opening, for what was missed
  socket.onclose = ({ code }) => {
    socket = null;
    if (code === SESSION_ENDED) return location.reload();
    // After an outage not all pages come back at once, but within four seconds.
    timer = setTimeout(connect, Math.min(tries++, 2) * 1000 + Math.random() * 2000);
  };
}

function disconnect() {
  clearTimeout(timer);
  if (!socket) return;
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
  socket = null;
}

async function ask() {
  again = asking; // one answer after the other, so that the last one counts
  if (asking) return;
  asking = true;
  try {
    const headers = { "If-None-Match": tag }, signal = AbortSignal.timeout(5000);
    const answer = await fetch(list.dataset.url, { headers, signal, redirect: "manual" });
    if (answer.type === "opaqueredirect") return location.reload(); // the session has ended
    if (answer.ok) {
      update(await answer.text());
      tag = answer.headers.get("ETag");
    } else if (answer.status !== 304) throw new Error(answer.status);
    tries = 0;
  } catch {
    again = false;
    socket?.close(); // and connect again, with a delay, which asks
  }
  asking = false;
  if (again && socket) ask(); // without a socket, once it is open again
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
document.addEventListener("visibilitychange", () => document.hidden ? disconnect() : connect());
connect();
