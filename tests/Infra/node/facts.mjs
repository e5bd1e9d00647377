// Says what Bicep files declare, as JSON, read with the tree-sitter grammar.
// Usage: node facts.mjs <folder with node_modules> <file>...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const { Language, Parser } = require("web-tree-sitter");
await Parser.init();
const grammar = dirname(require.resolve("tree-sitter-bicep/package.json"));
const parser = new Parser();
parser.setLanguage(await Language.load(join(grammar, "tree-sitter-bicep.wasm")));

const all = (node, ...types) => node.descendantsOfType(types).filter((found) => found !== null);
const unquoted = (node) => node.text.replace(/^'|'$/g, "");
const isKey = (node) => node.parent.type === "object_property" && node.parent.firstNamedChild.id === node.id;
const keysOf = (object) => (object?.namedChildren ?? []).filter((child) => child.type === "object_property").map((property) => unquoted(property.firstNamedChild));
const valueOf = (object, key) =>
  object?.namedChildren.find((child) => child.type === "object_property" && unquoted(child.firstNamedChild) === key)?.lastNamedChild;

/** The decorators of a declaration stand before it. */
const isSecure = (declaration) =>
  declaration.previousNamedSibling?.type === "decorators" && /@secure\(\)/.test(declaration.previousNamedSibling.text);

function factsOf(file) {
  let source = readFileSync(file, "utf8");
  // The grammar is that of .bicep files, where param wants a type; an assignment of a parameters file reads as a variable does.
  if (file.endsWith(".bicepparam")) source = source.replace(/^param(?= )/gm, "var");
  const root = parser.parse(source).rootNode;
  const errors = [];
  const visit = (node) => {
    if (node.isError || node.isMissing) errors.push(`line ${node.startPosition.row + 1}: ${node.text.split("\n")[0]}`);
    node.children.forEach(visit);
  };
  visit(root);

  const declarations = all(root, "resource_declaration", "module_declaration", "parameter_declaration", "variable_declaration", "output_declaration");
  const names = declarations.map((node) => ({ node, name: node.namedChildren.find((child) => child.type === "identifier")?.text }));
  const of = (type) => names.filter(({ node }) => node.type === type);
  const locals = all(root, "for_statement").flatMap((loop) => /^\[?\s*for\s*\(?\s*(\w+)(?:\s*,\s*(\w+))?/.exec(loop.text)?.slice(1) ?? []);
  const lambdas = all(root, "lambda_expression").map((lambda) => lambda.firstNamedChild.text);
  const known = new Set([...names.map(({ name }) => name), ...locals, ...lambdas]);
  const calls = all(root, "call_expression").map((call) => call.firstNamedChild).filter((callee) => callee.type === "identifier");
  const called = new Set(calls.map((callee) => callee.id));

  return {
    file,
    errors,
    calls: [...new Set(calls.map((callee) => callee.text))],
    unknown: all(root, "identifier").filter((id) => !isKey(id) && !called.has(id.id) && !known.has(id.text)).map((id) => id.text),
    types: all(root, "resource_declaration").map((node) => unquoted(all(node, "string")[0])),
    parameters: of("parameter_declaration").map(({ node, name }) => ({ name, isSecure: isSecure(node), isRequired: !/^param\s+\w+\s+[^\n=]*=/.test(node.text) })),
    outputs: of("output_declaration").map(({ node, name }) => ({ name, value: node.lastNamedChild.text })),
    values: of("resource_declaration").concat(of("variable_declaration")).map(({ node, name }) => ({
      name,
      keys: all(node, "object_property").filter((property) => property.namedChildCount > 1).map((property) => unquoted(property.firstNamedChild)),
      strings: all(node, "string").filter((text) => !isKey(text)).map(unquoted),
    })),
    modules: of("module_declaration").map(({ node, name }) => ({
      name,
      path: unquoted(all(node, "string")[0]),
      parameters: keysOf(valueOf(all(node, "object")[0], "params")),
    })),
    outputsUsed: all(root, "member_expression").map((member) => /^(\w+)!?\.outputs\.(\w+)$/.exec(member.text)).filter(Boolean).map((match) => ({ module: match[1], output: match[2] })),
  };
}

console.log(JSON.stringify(files.map(factsOf)));
