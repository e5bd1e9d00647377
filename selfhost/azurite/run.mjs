// Runs Azurite for as long as its starter lives: standard input is a pipe from it, which closes however it ends.
// Usage: node run.mjs <path of azurite.js> <azurite's own options>
import { createRequire } from "node:module";

const [azurite] = process.argv.splice(2, 1);

function stop() {
  // Azurite saves what it holds on SIGTERM; what hangs is not waited for.
  setTimeout(() => process.exit(0), 5000).unref();
  if (!process.emit("SIGTERM")) process.exit(0);
}

process.stdin.once("end", stop).once("error", stop).resume();
// Nobody reads any longer what is written after the starter has gone.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

createRequire(import.meta.url)(azurite);
