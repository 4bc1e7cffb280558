"""The twelve operations: a class for each resource, a method for each verb."""
