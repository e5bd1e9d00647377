// Checks webhooks with widely used libraries. Reads and writes one JSON object per line.
// Usage: node check.mjs <folder with node_modules> <folder with the JSON Schemas>
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [modules, schemas] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const { Webhook } = require("standardwebhooks");
const { HTTP } = require("cloudevents");
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats(ajv);
for (const file of readdirSync(schemas)) ajv.addSchema(JSON.parse(readFileSync(join(schemas, file))), file);

const checks = {
  // The library reads the system's clock, but tests set their own.
  standard({ secret, headers, body, now }) {
    const clock = Date.now;
    Date.now = () => now * 1000;
    try {
      return new Webhook(secret).verify(body, headers);
    } finally {
      Date.now = clock;
    }
  },
  cloudevent: ({ headers, body }) => HTTP.toEvent({ headers, body }).toJSON(),
  schema({ file, body }) {
    const validate = ajv.getSchema(file);
    if (!validate) throw new Error(`There is no schema ${file}.`);
    if (!validate(JSON.parse(body))) throw new Error(ajv.errorsText(validate.errors));
    return true;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { check, ...input } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ value: checks[check](input) }));
  } catch (error) {
    console.log(JSON.stringify({ error: `${error.message ?? error}` }));
  }
}
