// Runs Azurite as long as its parent lives: standard input is a pipe that closes when the parent exits or crashes.
// Usage: node run.mjs <path of azurite.js> <azurite's own options>
import { close as closeFile, createReadStream } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import http from "node:http";
import { createRequire } from "node:module";

const [azurite] = process.argv.splice(2, 1);
const require = createRequire(azurite);

let saves = 0;

function stop() {
  // Azurite saves its data on this message. After 5 seconds the process exits anyway, unless it is still saving.
  const exit = () => (saves > 0 ? setTimeout(exit, 500).unref() : process.exit(0));
  setTimeout(exit, 5000).unref();
  if (!process.emit("message", "shutdown")) process.exit(0);
}

process.stdin.once("end", stop).once("error", stop).resume();
// Writes after the parent has exited fail with EPIPE.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

// A terminal and systemd signal each process. The parent needs its storage until it has stopped, and then closes the
// pipe. So Azurite gets none of these signals.
const signals = ["SIGHUP", "SIGINT", "SIGTERM"];
const once = process.once;
process.once = (event, listener) => (signals.includes(event) ? process : once.call(process, event, listener));
for (const signal of signals) process.on(signal, () => {});

// Azurite loads these, which takes half of its start, and uses none of them here: telemetry is off, no metadata is in a
// SQL database, and it is no client that keeps cookies.
const unused = { applicationinsights: {}, sequelize: { Model: class {} }, psl: {} };
for (const [name, exports] of Object.entries(unused)) {
  const id = require.resolve(name);
  require.cache[id] = { id, filename: id, loaded: true, exports };
}

// Azurite parses the templates of all its URLs for each request.
const parse = require("uri-templates");
const templates = new Map();
require.cache[require.resolve("uri-templates")].exports = (template) => {
  if (!templates.has(template)) templates.set(template, parse(template));
  return templates.get(template);
};

require(azurite);

// A server waits for its connections to end when it closes. A client's pool keeps some that never had a request.
const close = http.Server.prototype.close;
http.Server.prototype.close = function (...others) {
  close.apply(this, others);
  this.closeAllConnections();
  return this;
};

// Azurite's garbage collection lists the blobs of all containers, 5,000 a page, and continues after the last name.
// Blobs of that name in other containers are skipped, count as unreferenced and lose their content. So: one page.
const blobs = require("./blob/persistence/LokiBlobMetadataStore.js").default.prototype;
const listAllBlobs = blobs.listAllBlobs;
blobs.listAllBlobs = function (maxResults, ...others) {
  return listAllBlobs.call(this, Number.MAX_SAFE_INTEGER, ...others);
};

// Azurite packs blobs into files of 64 MB, and deletes a file once no blob in it is left. Beside mails, which stay, the
// snapshots of catalogs would stay for ever. So large blobs and blocks get files of their own.
const large = 1 << 20;
const extents = require("./common/persistence/FSExtentStore.js").default.prototype;
const appendExtent = extents.appendExtent;
extents.appendExtent = function (data, ...others) {
  if (!(Number(data.headers?.["content-length"]) >= large)) return appendExtent.call(this, data, ...others);
  const own = Object.create(this);
  const extent = this.createAppendExtent(this.activeWriteExtents[0].locationId);
  own.activeWriteExtents = [extent];
  own.activeWriteExtentsNumber = 1;
  // Garbage collection spares what is younger than ten minutes, but reads its age from a field that Azurite does not
  // write for a new file. No blob refers to this one yet.
  own.metadataStore = {
    updateExtent: async (model) => {
      await this.metadataStore.updateExtent({ ...model, LastModifyInMS: model.lastModifiedInMS });
      // Before the blob is there: if that is saved first, and a kill loses the file's row, each read of the blob fails.
      const { db } = this.metadataStore;
      await new Promise((resolve, reject) => db.saveDatabase((error) => (error ? reject(error) : resolve())));
    },
  };
  return appendExtent.call(own, data, ...others).finally(() => {
    if (extent.fd !== undefined) closeFile(extent.fd, () => {});
  });
};

// Azurite finds a row or blob by several fields in the order written, the first of which often matches thousands. Here
// one that matches few goes first.
const few = 16;
const loki = require("lokijs");
const collection = loki.Collection.prototype;
const findOne = collection.findOne;
collection.findOne = function (query) {
  let [best, fewest] = [undefined, Infinity];
  for (const [field, value] of Object.entries(query)) {
    if (!this.binaryIndices[field] || typeof value !== "string") continue;
    const [first, last] = this.calculateRange("$eq", field, value);
    if (last - first < fewest) [best, fewest] = [field, last - first];
    if (fewest < few) break;
  }
  return findOne.call(this, best ? { [best]: query[best], ...query } : query);
};

// Azurite saves a database as one string. V8's longest has half a gigabyte, and Azurite ends when it saves a larger one.
// So the same JSON is written in parts, of a hundred rows a line, and read line by line.
loki.prototype.serialize = function () {
  const around = JSON.stringify(this, (key, value) => (key === "data" ? null : this.serializeReplacer(key, value)));
  const [before, ...after] = around.split('"data":null');
  const parts = [before];
  this.collections.forEach(({ data }, index) => {
    parts.push('"data":[');
    for (let at = 0; at < data.length; at += 100) {
      const rows = JSON.stringify(data.slice(at, at + 100)).slice(1, -1);
      parts.push(Buffer.from(`${at > 0 ? "," : ""}\n${rows}`));
    }
    parts.push("\n]", after[index]);
  });
  return parts;
};

async function load(file) {
  let [around, line] = ["", ""];
  const data = [];
  const take = () => {
    if (around && line.startsWith("{")) {
      for (const row of JSON.parse(`[${line.endsWith(",") ? line.slice(0, -1) : line}]`)) data.at(-1).push(row);
    } else {
      around += line;
      data.push([]);
    }
  };
  for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: 1 << 20 })) {
    const [first, ...others] = chunk.split("\n");
    line += first;
    for (const other of others) {
      take();
      line = other;
    }
  }
  take();
  const database = JSON.parse(around || "{}");
  // A file that Azurite saved as one string is one line, and the rows are in it.
  if (data.length > 1) database.collections.forEach((collection, index) => (collection.data = data[index]));
  return database;
}

const files = loki.LokiFsAdapter.prototype;
files.loadDatabase = (file, callback) => load(file).then(callback, callback);
// On some file systems, a file that is renamed before it is on the disk is empty after a power failure.
files.saveDatabase = (file, parts, callback) => {
  saves++;
  writeFile(`${file}~`, parts, { flush: true })
    .then(() => rename(`${file}~`, file))
    .finally(() => saves--)
    .then(() => callback(), callback);
};

// Loki takes changes for saved before it writes them, and Azurite ignores a write that fails, as on a full disk. What
// could not be saved therefore counts as changed.
const saveDatabaseInternal = loki.prototype.saveDatabaseInternal;
loki.prototype.saveDatabaseInternal = function (callback) {
  saveDatabaseInternal.call(this, (error) => {
    if (error) for (const unsaved of this.collections) unsaved.dirty = true;
    callback(error);
  });
};
