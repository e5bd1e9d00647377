// Loaded before Azurite: garbage collection uses pages of two blobs, and runs at startup and whenever the file named by
// COLLECT appears.
const fs = require("node:fs");
const load = require("node:module").createRequire(process.env.AZURITE);

load("./blob/utils/constants.js").DEFAULT_LIST_BLOBS_MAX_RESULTS = 2;
load("./blob/gc/BlobGCManager.js").default.prototype.sleep = () =>
  new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!fs.existsSync(process.env.COLLECT)) return;
      clearInterval(timer);
      fs.unlinkSync(process.env.COLLECT);
      resolve();
    }, 20);
  });
