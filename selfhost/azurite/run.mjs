// Runs Azurite for as long as its starter lives: standard input is a pipe from it, which closes however it ends.
// Usage: node run.mjs <path of azurite.js> <azurite's own options>
import { createRequire } from "node:module";

const [azurite] = process.argv.splice(2, 1);
const require = createRequire(azurite);

function stop() {
  // Azurite saves what it holds on SIGTERM; what hangs is not waited for.
  setTimeout(() => process.exit(0), 5000).unref();
  if (!process.emit("SIGTERM")) process.exit(0);
}

process.stdin.once("end", stop).once("error", stop).resume();
// Nobody reads any longer what is written after the starter has gone.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

require(azurite);

// Azurite's garbage collection lists all blobs of all containers, 5,000 a page, and goes on behind the last name: blobs that
// share this name with it count as unreferenced and lose their content. One page has no edge.
const blobs = require("./blob/persistence/LokiBlobMetadataStore.js").default.prototype;
const listAllBlobs = blobs.listAllBlobs;
blobs.listAllBlobs = function (maxResults, ...others) {
  return listAllBlobs.call(this, Number.MAX_SAFE_INTEGER, ...others);
};
