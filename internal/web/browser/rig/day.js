// What a day is written with. See doc.go of this package.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Api } from "./api.js";
import { Person, openBrowser } from "./person.js";

const office = JSON.parse(process.env.TRINHKY_OFFICE); // url, password, pin, date
const traces = process.env.TRINHKY_TRACES;

const report = (line) => console.log(JSON.stringify(line));

// day runs a script and reports each of its steps to the Go test that started it.
export async function day(script) {
  const browser = await openBrowser(process.env.TRINHKY_CHROMIUM);
  const people = [];
  const sit = (device) => async (username) => {
    const person = await Person.sit(browser, office, device, username);
    people.push(person);
    return person;
  };
  const clients = new Map();

  const step = async (name, act) => {
    try {
      const result = await act();
      const faults = people.flatMap((person) => person.takeFaults());
      if (faults.length) throw new Error(faults.join("\n"));
      report({ step: name });
      return result;
    } catch (error) {
      const faults = people.flatMap((person) => person.takeFaults());
      report({ step: name, error: [error.stack ?? String(error), ...faults, ...await keep(people)].join("\n") });
      throw stopped;
    }
  };

  const ground = {
    office,
    step,
    desktop: sit("desktop"), // 1280 wide
    phone: sit("phone"), // 390 wide, touched
    plain: sit("plain"), // runs no scripts: visit and look cannot be asked of it
    // api speaks HTTP as somebody, to set the table for what the day is about.
    api: (username) => { // one log-in for all who ask at once: the server bears only some at a time
      if (!clients.has(username)) clients.set(username, Api.logIn(office, username));
      return clients.get(username);
    },
  };
  try {
    await script(ground);
    report({ done: true });
  } catch (error) {
    if (error !== stopped) {
      report({ step: "ngoài các bước", error: [error.stack ?? String(error), ...await keep(people)].join("\n") });
    }
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}

const stopped = new Error("a step failed");

// keep leaves traces and pictures and gives a line of what each had before them: of a runner elsewhere only the lines remain.
async function keep(people) {
  await mkdir(traces, { recursive: true });
  const lines = [];
  for (const [i, person] of people.entries()) {
    lines.push(await person.tell());
    await person.keep(join(traces, `${i + 1}-${person.name}`));
  }
  return lines;
}
