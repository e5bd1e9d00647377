// Receives webhooks, verifies them with the package standardwebhooks, and starts a build for each completed series.
// npm install && WEBHOOK_SECRET=whsec_... node receiver.js
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
// Deliveries are at-least-once. Store the ids in a database to deduplicate across restarts.
const seen = new Set();
const LARGEST = 1 << 20;

// Anyone can send a mail, whose subject may have control characters for a terminal.
const plain = (name) => `${name}`.replace(/\p{Cc}/gu, " ");

function act({ type, data }) {
  // A series that was deleted meanwhile is not in the message.
  if (type !== "series.completed" || !data?.series) {
    console.log(type);
    return;
  }
  const base = data.base?.commit ?? "the default branch";
  console.log(`build series ${data.series.id}: ${plain(data.series.name)} on ${base}`);
  // What the series is based on comes first.
  const before = (data.prerequisites ?? []).flatMap(({ patches }) => patches ?? []);
  for (const patch of [...before, ...(data.patches ?? [])])
    console.log(`  curl -sf ${patch.mbox} | git am -3  # ${plain(patch.name)}`);
}

async function read(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LARGEST) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const server = createServer(async (request, response) => {
  let message;
  try {
    const body = request.method === "POST" && request.url === "/hook" ? await read(request) : null;
    if (body === null) return response.writeHead(404).end();
    message = webhook.verify(body, request.headers);
  } catch {
    // The signature is wrong, or the sender hung up before the end of the body.
    return response.writeHead(401).end();
  }

  const id = request.headers["webhook-id"];
  if (!seen.has(id)) {
    seen.add(id);
    act(message);
  }
  // Respond at once and build afterwards: a response that takes over 15 seconds counts as failed.
  response.writeHead(204).end();
});
server.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => console.log(`listening on ${server.address().port}`));
