// SPDX-License-Identifier: Apache-2.0
// Reads what run.py exported and lets the real programs have it: XState v5, SCION for SCXML, and Mermaid's own parser.
// One line of JSON for each thing tried; `wrong` lists every step on which a program went elsewhere than isomodel.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';
import { createActor, createMachine } from 'xstate';

const require = createRequire(import.meta.url);
const page = new JSDOM('<!DOCTYPE html><body></body>', { runScripts: 'dangerously' });
globalThis.window = page.window;
globalThis.document = page.window.document;
require('regenerator-runtime/runtime');
const scion = require('scxml/dist/scxml.js');
const mermaid = (await import('mermaid')).default;
mermaid.initialize({ startOnLoad: false });

const tell = (what) => console.log(JSON.stringify(what));
const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version;
tell({ versions: Object.fromEntries(['xstate', 'scxml', 'mermaid', 'jsdom'].map((name) => [name, version(name)])) });

function compared(program, name, sequences, begin) {
  const wrong = [];
  let steps = 0;
  sequences.forEach((sequence, number) => {
    const run = begin();
    sequence.forEach((step, position) => {
      steps += 1;
      const state = run(step);
      if (state !== step.state && wrong.length < 5) wrong.push({ number, position, step, state });
    });
  });
  tell({ program, name, sequences: sequences.length, steps, wrong });
}

const model = (text) => new Promise((resolve, reject) => {
  scion.documentStringToModel('chart', text, (problem, found) => {
    if (problem) return reject(problem);
    return found.prepare((other, made) => (other ? reject(other) : resolve(made)));
  });
});

for (const { name, xstate, scxml, mermaid: drawing, sequences } of JSON.parse(readFileSync(process.argv[2]))) {
  const machine = createMachine(JSON.parse(xstate)).provide({
    guards: { all: ({ event }, params) => params.guards.every((guard) => event.guards[guard] === true) },
  });
  compared('xstate', name, sequences, () => {
    const actor = createActor(machine).start();
    return (step) => {
      actor.send({ type: step.event, guards: step.guards });
      return actor.getSnapshot().value;
    };
  });
  const made = await model(scxml);
  compared('scxml', name, sequences, () => {
    const chart = new scion.core.Statechart(made);
    chart.start();
    return (step) => {
      chart.gen({ name: step.event, data: { guards: step.guards } });
      return chart.getConfiguration()[0];
    };
  });
  const { diagramType } = await mermaid.parse(drawing);
  tell({ program: 'mermaid', name, diagramType, wrong: [] });
}
process.exit(0);
