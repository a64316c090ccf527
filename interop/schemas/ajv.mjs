// SPDX-License-Identifier: Apache-2.0
// Ask ajv in strict mode about every example: node ajv.mjs DIRECTORY; prints one line of JSON for each schema and example.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const addFormats = require("ajv-formats").default;
const engines = { schema: require("ajv/dist/2020").default, "draft-07": require("ajv").default };
const directory = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(directory, name)));

for (const document of read("index.json").documents) {
  for (const [dialect, Ajv] of Object.entries(engines)) {
    const ajv = new Ajv({ strict: true, allErrors: true });
    addFormats(ajv);
    const validate = ajv.compile(read(document[dialect]));
    for (const example of document.examples) {
      const fine = validate(read(example.file));
      console.log(JSON.stringify({ program: `ajv ${dialect}`, file: example.file, fine }));
    }
  }
  const ajv = new engines.schema({ strict: true, allErrors: true });
  addFormats(ajv);
  // The components stand in a document that is no schema.
  ajv.addVocabulary(["components"]);
  ajv.addSchema({ $id: "components", components: read("openapi.json").components }, "components", false, false);
  const validate = ajv.compile({ $ref: "components#" + document.openapi.split("#")[1] });
  for (const example of document.examples) {
    console.log(JSON.stringify({ program: "ajv components", file: example.file, fine: validate(read(example.file)) }));
  }
}
