// A small ActivityPub server made of Fedify, with two accounts, ana and eve: what the board of a node is tried against. It does
// what Fedify does; a test tells it over /control whom to follow and what to send, and asks what it has heard.
//
//     node app.mjs HOST PORT TLS_PORT CA_FILE [FIRST_KNOCK] [quiet]
//
// It answers on 127.0.0.1:PORT, plain HTTP, as https://HOST: whoever reaches it has it in an address book. What it asks of other
// hosts goes by TLS to 127.0.0.1:TLS_PORT, whose certificate must be for the other host's name and by the CA of the file.
// With "quiet" it keeps nothing of what it hears but how much, so that it can be measured.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import {
  createFederation, generateCryptoKeyPair, InProcessMessageQueue, MemoryKvStore, verifyObject, verifyRequest,
} from "@fedify/fedify";
import {
  Accept, Activity, Create, Delete, Endpoints, Follow, Like, Note, Person, PUBLIC_COLLECTION, Undo, Update,
} from "@fedify/fedify/vocab";
import { Agent, buildConnector, setGlobalDispatcher } from "undici";

const [host, port, tlsPort, caFile, firstKnock, quiet] = process.argv.slice(2);
const origin = `https://${host}`;

const connect = buildConnector({ ca: readFileSync(caFile) });
setGlobalDispatcher(new Agent({
  connect: (options, done) =>
    connect({ ...options, hostname: "127.0.0.1", port: tlsPort, servername: options.hostname }, done),
}));

const federation = createFederation({
  kv: new MemoryKvStore(),
  queue: new InProcessMessageQueue(),
  origin,
  allowPrivateAddress: true,
  firstKnock: firstKnock || "rfc9421",
});

const keyPairs = new Map();

async function keysOf(identifier) {
  if (!keyPairs.has(identifier)) {
    keyPairs.set(identifier, await Promise.all(["RSASSA-PKCS1-v1_5", "Ed25519"].map((name) => generateCryptoKeyPair(name))));
  }
  return keyPairs.get(identifier);
}

federation.setActorDispatcher("/users/{identifier}", async (context, identifier) => {
  if (identifier !== "ana" && identifier !== "eve") return null;
  const keys = await context.getActorKeyPairs(identifier);
  return new Person({
    id: context.getActorUri(identifier),
    preferredUsername: identifier,
    name: identifier,
    inbox: context.getInboxUri(identifier),
    endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
    publicKey: keys[0].cryptographicKey,
    assertionMethods: keys.map((pair) => pair.multikey),
  });
}).setKeyPairsDispatcher((_, identifier) => keysOf(identifier));

let processed = 0;
const inbox = federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");
for (const type of [Accept, Create, Update, Delete]) {
  inbox.on(type, () => { processed++; });
}

let board = null;
let refuseNewer = false;
const heard = [];

// What Fedify says of the two proofs by itself, beside what it does about them.
async function judged(request, json) {
  const context = federation.createContext(new URL(origin), undefined);
  const { documentLoader, contextLoader } = context;
  const key = await verifyRequest(request, { documentLoader, contextLoader });
  const object = await verifyObject(Activity, json, { documentLoader, contextLoader });
  return {
    id: json.id,
    type: json.type,
    form: request.headers.has("signature-input") ? "rfc9421" : "draft-cavage",
    signedBy: key?.id?.href ?? null,
    proven: object != null,
    object: typeof json.object === "string" ? json.object : json.object?.id ?? null,
    content: json.object?.content ?? null,
  };
}

const sendings = {
  Follow: (context) => new Follow({ id: id("follow"), actor: context.getActorUri("ana"), object: board.id }),
  Undo: (context) => new Undo({
    id: id("undo"), actor: context.getActorUri("ana"),
    object: new Follow({ id: id("follow"), actor: context.getActorUri("ana"), object: board.id }),
  }),
  Like: (context) => new Like({ id: id("like"), actor: context.getActorUri("ana"), object: board.id }),
  Create: (context) => new Create({
    id: id("create"), actor: context.getActorUri("ana"), to: PUBLIC_COLLECTION,
    object: new Note({ id: id("note"), attribution: context.getActorUri("ana"), content: "Hello", to: PUBLIC_COLLECTION }),
  }),
  Delete: (context) => new Delete({
    id: id("delete"), actor: context.getActorUri("ana"), object: context.getActorUri("ana"),
  }),
};

function id(what) {
  return new URL(`${origin}/users/ana#${what}`);
}

// An activity goes as from one account and is signed by another only where a test wants to see it refused.
async function send({ type, by }) {
  const context = federation.createContext(new URL(origin), undefined);
  try {
    await context.sendActivity({ identifier: by ?? "ana" }, board, sendings[type](context), { immediate: true });
    return { taken: true };
  } catch (refused) {
    return { taken: false, why: String(refused) };
  }
}

async function control(path, argument) {
  switch (path) {
    case "/control/find": {
      const context = federation.createContext(new URL(origin), undefined);
      board = await context.lookupObject(argument.account);
      return { id: board?.id?.href ?? null, name: board?.name?.toString() ?? null, inbox: board?.inboxId?.href ?? null };
    }
    case "/control/send":
      return await send(argument);
    case "/control/refuse-newer":
      refuseNewer = true;
      return {};
    case "/control/heard":
      return { heard };
    case "/control/processed":
      return { processed };
    default:
      return null;
  }
}

async function bodyOf(incoming) {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// As a proxy in front of it would, the server speaks of itself by its name and without a port.
function asked(incoming, body) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (name !== "connection" && name !== "keep-alive") headers.set(name, String(value));
  }
  headers.set("host", host);
  return new Request(origin + incoming.url, { method: incoming.method, headers, body: body.length > 0 ? body : undefined });
}

createServer(async (incoming, outgoing) => {
  try {
    const body = await bodyOf(incoming);
    if (incoming.url.startsWith("/control/")) {
      const answer = await control(incoming.url, body.length > 0 ? JSON.parse(body) : {});
      outgoing.writeHead(answer == null ? 404 : 200, { "content-type": "application/json" })
        .end(JSON.stringify(answer, (_, value) => value ?? undefined));
      return;
    }
    if (refuseNewer && incoming.headers["signature-input"]) {
      refuseNewer = false;
      outgoing.writeHead(401).end();
      return;
    }
    const watched = incoming.method === "POST" && !quiet;
    const judgement = watched ? await judged(asked(incoming, body), JSON.parse(body)) : null;
    const answer = await federation.fetch(asked(incoming, body), {
      contextData: undefined, onNotFound: () => new Response(null, { status: 404 }),
    });
    if (judgement != null && answer.ok) heard.push(judgement);
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  } catch (error) {
    console.error(error);
    outgoing.writeHead(500).end();
  }
}).listen(Number(port), "127.0.0.1", () => console.log(`${origin} answers on 127.0.0.1:${port}`));
