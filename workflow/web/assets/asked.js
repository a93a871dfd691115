// Hides a question while the condition under which it is put does not hold, and sends nothing of it.
// A condition is a list that the server wrote, `["==", ["of", "outcome", "choice"], ["is", "support"]]`;
// what it means is what a guard of a definition means (workflow/definition/comparison.py).
// Without this script the question stands there with its condition in words.

class NotAsked extends Error {} // a name of which the page has no question: the server alone judges it

const alike = (left, right) => left === right;
const ordered = (compare) => (left, right) => left !== null && right !== null && compare(left, right);
const among = (left, right) =>
  Array.isArray(left) ? left.some((each) => among(each, right)) : Array.isArray(right) && right.includes(left);

const COMPARED = {
  "==": alike,
  "!=": (left, right) => !alike(left, right),
  "<": ordered((left, right) => left < right),
  "<=": ordered((left, right) => left <= right),
  ">": ordered((left, right) => left > right),
  ">=": ordered((left, right) => left >= right),
  in: among,
  "not in": (left, right) => !among(left, right),
};

function value([word, ...parts], answer) {
  switch (word) {
    case "is":
      return parts[0];
    case "of":
      return answer(...parts);
    case "and":
      return parts.every((part) => value(part, answer));
    case "or":
      return parts.some((part) => value(part, answer));
    case "not":
      return !value(parts[0], answer);
  }
  return COMPARED[word](value(parts[0], answer), value(parts[1], answer));
}

const DAY = ["year", "month", "day"];

// What stands in the form, as a guard reads it: null while there is no answer.
function answers(form, within) {
  const sent = new FormData(form); // without what is disabled, as the server will get it
  const texts = (key) =>
    sent
      .getAll(key)
      .filter((each) => typeof each === "string")
      .map((each) => each.trim())
      .filter(Boolean);
  const has = (key) => ["", "-day"].some((end) => form.elements.namedItem(key + end));
  return (name, kind) => {
    const key = has(within + name) ? within + name : name;
    if (!has(key)) throw new NotAsked(name);
    const [first = null] = texts(key);
    switch (kind) {
      case "yes_no":
        return { yes: true, no: false }[first] ?? null;
      case "number":
        return first === null ? null : Number(first);
      case "date": {
        const parts = DAY.map((part) => texts(`${key}-${part}`)[0]);
        const [year, ...rest] = parts;
        return parts.every(Boolean) ? [year.padStart(4, "0"), ...rest.map((part) => part.padStart(2, "0"))].join("-") : null;
      }
      case "datetime":
        return texts(`${key}-day`)[0] ?? null;
      case "many":
        return texts(key).length ? texts(key) : null;
    }
    return first;
  };
}

function holds(question, form) {
  try {
    return Boolean(value(JSON.parse(question.dataset.askedWhen), answers(form, question.dataset.askedIn)));
  } catch (error) {
    if (error instanceof NotAsked) return true;
    throw error;
  }
}

// An answer that goes may take others with it: looked through until nothing changes any more.
function settle(form) {
  const questions = [...form.querySelectorAll("[data-asked-when]")];
  for (let round = 0; round <= questions.length; round += 1) {
    const changed = questions.filter((question) => question.hidden === holds(question, form));
    for (const question of changed) {
      question.hidden = !question.hidden;
      for (const input of question.querySelectorAll("input, select, textarea")) {
        input.disabled = input.closest("[data-asked-when][hidden]") !== null;
      }
    }
    if (!changed.length) break;
  }
  for (const more of form.querySelectorAll(".cw-row__more")) {
    more.hidden = [...more.lastElementChild.children].every((each) => each.hidden);
  }
}

const settleAll = () => {
  for (const form of document.forms) if (form.querySelector("[data-asked-when]")) settle(form);
};
const settleOne = ({ target }) => {
  if (target.form?.querySelector("[data-asked-when]")) settle(target.form);
};
document.addEventListener("input", settleOne);
document.addEventListener("change", settleOne);
addEventListener("pageshow", settleAll); // what a browser puts back into a form by itself
new MutationObserver(settleAll).observe(document.body, { childList: true, subtree: true }); // new parts
settleAll();
