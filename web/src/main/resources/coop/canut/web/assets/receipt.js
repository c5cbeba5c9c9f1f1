// Reads and verifies a receipt file, as SPEC.md sections 2 to 5 and 15 prescribe and as the node itself does: whatever one of
// the two refuses, the other refuses too. Nothing here touches the page or the network. A refusal is thrown as { place, problem }:
// the member of the file at fault, and a code of the one catalogue of problems (section 11).

const FILE_BYTES = 1048576;
const MESSAGE_BYTES = 65536;
const FILE_LIMITS = { depth: 4, members: 8, items: 100, chars: MESSAGE_BYTES };
const MESSAGE_LIMITS = { depth: 16, members: 64, items: 1000, chars: 49152 };
const NAME_CHARS = 40;
const SHORT_CHARS = 200;
const KEYS_STATED = 20;
const RECOVERY_KEYS = 3;
const SKEW = 300000;
const ZERO = "0".repeat(64);
const EVERYONE = "https://www.w3.org/ns/activitystreams#Public";
const CONTEXT = JSON.stringify(["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2",
  "https://canut.coop/ns/1"]);
const ENCODER = new TextEncoder();

const refuse = (problem, place) => { throw { problem, place }; };
const must = (holds, problem) => holds || refuse(problem);

/** Runs one part of the verification; whatever it refuses is at this member of the file. */
async function part(place, check) {
  try {
    return await check();
  } catch (wrong) {
    throw wrong.problem ? { place, problem: wrong.problem } : wrong;
  }
}

// Names, numbers, times (section 2 and 3)

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const SUBJECT = /^S[0-9A-HJKMNP-TV-Z]{25}$/;
const HASH = /^[0-9a-f]{64}$/;
const MONTH = /^(202[6-9]|20[3-9]\d|2[1-9]\d\d)-(0[1-9]|1[0-2])$/;
const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/;
const BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function isHost(text) {
  const labels = text.split(".");
  const last = labels.at(-1);
  return text.length <= 253 && labels.length >= 2 && labels.length <= 8
    && labels.every(label => LABEL.test(label) && (!label.startsWith("xn--") || survivesDecoding(label)))
    && !/^([0-9]+|0x[0-9a-f]*)$/.test(last);
}

/** An encoded label must stand for something, and be its one encoding: an address in this browser keeps no other. */
function survivesDecoding(label) {
  try {
    return new URL(`https://${label}.example/`).hostname === `${label}.example`;
  } catch {
    return false;
  }
}

function host(text) {
  must(isHost(text), "name-not-canonical");
  return text;
}

/** The host of an address, and what follows its path's beginning, which must be this. */
function address(text, path) {
  const slash = text.startsWith("https://") ? text.indexOf("/", 8) : -1;
  must(slash > 0 && text.startsWith(path, slash), "name-not-canonical");
  return [host(text.slice(8, slash)), text.slice(slash + path.length)];
}

function actor(text) {
  const [of, rest] = address(text, "/actor");
  must(rest === "", "name-not-canonical");
  return of;
}

function matching(pattern, problem = "name-not-canonical") {
  return text => {
    must(pattern.test(text), problem);
    return text;
  };
}

/** Milliseconds since 1970. */
function time(text) {
  const found = TIME.exec(text);
  must(found && found[1] >= 2026 && found[1] <= 2999, "time-form");
  const at = Date.parse(text);
  // A day or an hour that no calendar has is moved on, or is no number.
  must(!Number.isNaN(at) && new Date(at).toISOString() === text.replace("Z", ".000Z"), "time-form");
  return at;
}

/** The bytes that a text stands for, if there are exactly so many. */
function base58(text, length) {
  let number = 0n;
  for (const character of text) {
    const digit = BASE58.indexOf(character);
    must(digit >= 0, "name-not-canonical");
    number = number * 58n + BigInt(digit);
  }
  must(number < 1n << BigInt(8 * length), "name-not-canonical");
  const bytes = Uint8Array.from({ length }, (none, i) => Number(number >> BigInt(8 * (length - 1 - i)) & 255n));
  const zeros = bytes.findIndex(byte => byte !== 0);
  must(/^1*/.exec(text)[0].length === (zeros < 0 ? length : zeros), "name-not-canonical");
  return bytes;
}

function signature(text) {
  // The longest that 64 bytes can be; longer ones would only cost time.
  must(text.startsWith("z") && text.length <= 89, "name-not-canonical");
  return base58(text.slice(1), 64);
}

function rawKey(text) {
  const coded = base58(text.slice(1), 34);
  must(coded[0] === 0xed && coded[1] === 1, "name-not-canonical");
  return coded.slice(2);
}

function key(text) {
  must(text.length === 48 && text.startsWith("z6Mk"), "name-not-canonical");
  rawKey(text);
  return text;
}

const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async bytes => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** The id that follows from a cause: 48 bits of time, then 80 of the hash. */
async function derivedId(of, kind, cause, published) {
  const hash = await sha256(ENCODER.encode(`canut/1 message\n${of}\n${kind}\n${cause}`));
  let bits = BigInt(published) << 80n | BigInt("0x" + hex(hash.slice(0, 10)));
  let id = "";
  for (let i = 0; i < 26; i++, bits >>= 5n) {
    id = BASE32[Number(bits & 31n)] + id;
  }
  return id;
}

// JSON (section 3)

const isObject = value => typeof value === "object" && !Array.isArray(value);
const byUnits = (a, b) => a[0] < b[0] ? -1 : 1;

/** RFC 8785: members in the order of their names' code units, which is how JavaScript compares texts. */
function canonical(value) {
  return Array.isArray(value) ? `[${value.map(canonical).join(",")}]`
    : isObject(value) ? `{${Object.entries(value).sort(byUnits).map(([name, of]) =>
      JSON.stringify(name) + ":" + canonical(of)).join(",")}}`
    : JSON.stringify(value);
}

const without = (object, name) => Object.fromEntries(Object.entries(object).filter(member => member[0] !== name));

/** Reads an object that is its own canonical form. Members that stand twice, and other numbers, are lost and so not equal. */
function document(text, limits) {
  // Before anything is judged, so that nothing deep or broken is looked at for long.
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    refuse("json-not-canonical");
  }
  bounded(value, limits, 1);
  must(value !== null && isObject(value), "member-missing");
  must(canonical(value) === text, "json-not-canonical");
  return value;
}

function bounded(value, limits, depth) {
  if (typeof value === "string") {
    must(/^[^\0-\x08\x0b-\x1f]*$/.test(value) && value.isWellFormed(), "text-invalid");
    must(value.length <= limits.chars, "json-limit");
  } else if (typeof value === "number") {
    must(Number.isSafeInteger(value), "number-form");
  } else if (value === null) {
    refuse("member-missing");
  } else if (typeof value === "object") {
    must(depth <= limits.depth, "json-limit");
    const inside = Array.isArray(value) ? value : Object.values(value);
    must(inside.length <= (Array.isArray(value) ? limits.items : limits.members), "json-limit");
    if (inside !== value) {
      Object.keys(value).forEach(name => bounded(name, { chars: NAME_CHARS }, depth));
    }
    inside.forEach(each => bounded(each, limits, depth + 1));
  }
}

/** A view on one object: each member is asked for once, and what was not asked for is unknown. */
class Members {
  constructor(object) {
    must(isObject(object), "member-missing");
    this.object = object;
    this.asked = new Set();
  }

  has(name) {
    return Object.hasOwn(this.object, name);
  }

  value(name, type) {
    must(this.has(name), "member-missing");
    this.asked.add(name);
    const value = this.object[name];
    must(typeof value === type || type === "list" && Array.isArray(value), type === "number" ? "number-form" : "member-missing");
    return value;
  }

  text(name, most) {
    const text = this.value(name, "string");
    must(text.length <= most, "json-limit");
    return text;
  }

  named(name, read) {
    return read(this.value(name, "string"));
  }

  optional(name, read) {
    return this.has(name) ? this.named(name, read) : null;
  }

  constant(name, value, problem = "member-unknown") {
    must(this.value(name, typeof value) === value, problem);
  }

  integer(name, least) {
    const number = this.value(name, "number");
    must(number >= least, "number-form");
    return number;
  }

  list(name, least, most, type) {
    const list = this.value(name, "list");
    must(list.length >= least, "member-missing");
    must(list.length <= most, "json-limit");
    must(list.every(each => typeof each === type), "member-missing");
    return list;
  }

  within(name, read) {
    const inner = new Members(this.value(name, "object"));
    const result = read(inner);
    inner.done();
    return result;
  }

  done() {
    must(Object.keys(this.object).every(name => this.asked.has(name)), "member-unknown");
  }
}

// Messages and their proofs (section 5)

const KINDS = {
  "keys-stated": { type: "Update", object: "KeySet", channel: false, read: keysStated, cause: said => `${said.number}` },
  "receipt-issued": { type: "Create", object: "Receipt", channel: true, read: receiptIssued,
    cause: said => `${said.subject}/${said.requester}/${said.skill}/${said.seq}` },
};

function keysStated(members) {
  return {
    number: members.integer("number", 1),
    previous: members.named("previous", matching(HASH)),
    keys: members.list("keys", 1, KEYS_STATED, "object").map(each => {
      const stated = new Members(each);
      const read = {
        key: stated.named("publicKeyMultibase", key),
        purpose: stated.named("purpose", matching(/^(node|log|witness)$/, "member-unknown")),
        from: stated.named("from", time),
        until: stated.optional("until", time),
        revoked: stated.optional("revoked", time),
        possession: stated.named("possession", signature),
      };
      stated.done();
      return read;
    }),
    recovery: members.list("recovery", 1, RECOVERY_KEYS, "string").map(key),
  };
}

function receiptIssued(members) {
  const said = {
    subject: members.named("subject", matching(SUBJECT)),
    requester: members.value("requester", "string"),
    skill: members.text("skill", SHORT_CHARS),
    seq: members.integer("seq", 1),
    paidMinutes: members.integer("paidMinutes", 0),
    ok: members.integer("ok", 0),
    bad: members.integer("bad", 0),
    contested: members.integer("contested", 0),
    lastMonth: members.named("lastMonth", matching(MONTH, "time-form")),
    expires: members.named("expires", time),
  };
  const [at, id] = address(said.requester, "/requester/");
  matching(ID)(id);
  return { ...said, requesterHost: at };
}

/** One message: its form only. Who it is from and whether the proof verifies are asked of the result. */
async function message(text, wanted) {
  const bytes = ENCODER.encode(text);
  must(bytes.length <= MESSAGE_BYTES, "json-limit");
  const whole = document(text, MESSAGE_LIMITS);
  const members = new Members(whole);
  must(JSON.stringify(members.value("@context", "list")) === CONTEXT, "member-unknown");
  const from = members.named("actor", actor);
  const [idHost, id] = members.named("id", url => address(url, "/canut/1/m/"));
  matching(ID)(id);
  const published = members.named("published", time);
  const to = members.named("to", text => text === EVERYONE ? null : actor(text));
  const kind = members.value("kind", "string");
  must(kind === wanted, "kind-unknown");
  const rule = KINDS[kind];
  if (rule.channel) {
    members.within("channel", channel => {
      channel.integer("epoch", 1);
      channel.integer("seq", 1);
      channel.named("prev", matching(HASH));
    });
  }
  must((to === null) !== rule.channel, "type-mismatch");
  members.constant("type", rule.type, "type-mismatch");
  const said = members.within("object", object => {
    object.constant("type", rule.object, "type-mismatch");
    return rule.read(object);
  });
  const proof = members.within("proof", proof => {
    must(JSON.stringify(proof.value("@context", "list")) === CONTEXT, "member-unknown");
    const created = proof.named("created", time);
    proof.constant("cryptosuite", "eddsa-jcs-2022");
    proof.constant("proofPurpose", "assertionMethod");
    const value = proof.named("proofValue", signature);
    proof.constant("type", "DataIntegrityProof");
    const [signer, name] = proof.named("verificationMethod", url => address(url, "/actor#"));
    return { created, value, signer, key: key(name) };
  });
  members.done();
  must(proof.created >= published - SKEW, "time-form");
  const signed = new Uint8Array(64);
  signed.set(await sha256(ENCODER.encode(canonical(without(whole.proof, "proofValue")))));
  signed.set(await sha256(ENCODER.encode(canonical(without(whole, "proof")))), 32);
  return { from, id, idHost, published, to, kind, said, proof, signed, hash: hex(await sha256(bytes)) };
}

/** That a message is from whom it says, and to the reader if it is for one; null reads what is for everyone. */
async function requireOrigin(read, reader) {
  must(!(read.idHost === reader && read.from !== reader), "local-id-forged");
  must(read.idHost === read.from && read.proof.signer === read.from, "origin-mismatch");
  must(read.id === await derivedId(read.from, read.kind, KINDS[read.kind].cause(read.said), read.published), "id-not-derived");
  must(read.to === null || read.from === reader || read.to === reader, "wrong-host");
}

async function signs(name, value, bytes) {
  const imported = await crypto.subtle.importKey("raw", rawKey(name), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, value, bytes);
}

// Keys (section 4)

// The curve of RFC 8032, 5.1, to ask of a key what browsers do not: whether it is a point of the prime-order group.
const P = (1n << 255n) - 19n;
const L = (1n << 252n) + 27742317777372353535851937790883648493n;
const mod = number => (number % P + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (let square = mod(base), left = exponent; left > 0n; left >>= 1n, square = mod(square * square)) {
    result = left & 1n ? mod(result * square) : result;
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** The point of an encoding, or null (5.1.3). */
function point(raw) {
  const number = BigInt("0x" + hex(raw.slice().reverse()));
  const y = number & (1n << 255n) - 1n;
  const sign = number >> 255n;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x) !== u) {
    x = mod(x * ROOT_OF_MINUS_ONE);
  }
  if (y >= P || mod(v * x * x) !== u || x === 0n && sign === 1n) {
    return null;
  }
  x = (x & 1n) === sign ? x : mod(-x);
  return [x, y, 1n, mod(x * y)];
}

function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

const isNeutral = ([x, y, z]) => x === 0n && y === z;

function requireStrong(name) {
  const of = point(rawKey(name));
  let sum = [0n, 1n, 1n, 0n];
  for (let left = L, doubled = of; of && left > 0n; left >>= 1n, doubled = add(doubled, doubled)) {
    sum = left & 1n ? add(sum, doubled) : sum;
  }
  must(of && !isNeutral(of) && isNeutral(sum), "key-weak");
}

/** Every key that one host ever stated, folded in the order of its statements; never changed, each statement gives another. */
class KeyHistory {
  static async read(of, statements) {
    let history = null;
    for (const text of statements) {
      const read = await message(text, "keys-stated");
      must(read.from === of, read.proof.signer === read.from ? "relay-not-allowed" : "sender-key-mismatch");
      await requireOrigin(read, null);
      history = history ? await history.next(read) : await KeyHistory.start(of, read);
    }
    must(history, "key-unknown");
    return history;
  }

  static async start(of, read) {
    must(read.said.number === 1 && read.said.previous === ZERO, "chain-broken");
    const history = new KeyHistory(null, of, read, false, await fold(new Map(), of, read));
    try {
      history.valid("node", read.proof.key, read.proof.created);
    } catch {
      refuse("proof-invalid");
    }
    must(await signs(read.proof.key, read.proof.value, read.signed), "proof-invalid");
    return history;
  }

  constructor(before, of, read, byRecovery, keys) {
    Object.assign(this, { before, of, number: read.said.number, last: read.hash, byRecovery, recovery: read.said.recovery, keys });
  }

  /** With one statement more. A recovery key may take the place of a rival, and of all that followed it. */
  async next(read) {
    if (read.said.number > this.number) {
      return this.follow(read);
    }
    let rival = this;
    while (rival.number > read.said.number && rival.before) {
      rival = rival.before;
    }
    if (rival.last === read.hash) {
      return this;
    }
    must(rival.before && !rival.byRecovery && rival.before.recovery.includes(read.proof.key), "equivocation");
    return rival.before.follow(read);
  }

  async follow(read) {
    must(read.said.number === this.number + 1 && read.said.previous === this.last, "chain-broken");
    const byRecovery = this.recovery.includes(read.proof.key);
    if (!byRecovery) {
      this.valid("node", read.proof.key, read.proof.created);
      const { until, revoked } = this.keys.get(read.proof.key);
      must(until === null && revoked === null, "key-revoked");
    }
    must(await signs(read.proof.key, read.proof.value, read.signed), "proof-invalid");
    return new KeyHistory(this, this.of, read, byRecovery, await fold(this.keys, this.of, read));
  }

  /** Refuses a key that was not good for this at the date in what it signed, or was revoked when that was first stored. */
  valid(purpose, name, created, stored = created) {
    const known = this.keys.get(name);
    must(known && known.purpose === purpose && created >= known.from, "key-unknown");
    const revokedAt = at => known.revoked !== null && at >= known.revoked;
    must(!(known.until !== null && created > known.until) && !revokedAt(created) && !revokedAt(stored), "key-revoked");
  }

  requireUnpublished(published) {
    must(![...this.keys.keys(), ...this.recovery].some(name => published.has(name)), "key-weak");
  }
}

/** All keys after a statement: its own, and those that it no longer names, which end when it was signed. */
async function fold(earlier, of, read) {
  const { number, recovery, keys: stated } = read.said;
  must(new Set(recovery).size === recovery.length, "key-reused");
  const keys = new Map();
  for (const each of stated) {
    const known = earlier.get(each.key);
    must(!keys.has(each.key) && !recovery.includes(each.key) && (!known || known.purpose === each.purpose), "key-reused");
    const since = known ? known.since : number;
    requireStrong(each.key);
    const claim = ENCODER.encode(`canut/1 possession\n${of}\n${since}\n${each.purpose}\n${each.key}\n`);
    must(await signs(each.key, each.possession, claim), "proof-invalid");
    const ends = [known ? known.revoked : null, each.revoked].filter(end => end !== null);
    keys.set(each.key, { purpose: each.purpose, from: each.from, until: each.until, since,
      revoked: ends.length ? Math.min(...ends) : null });
  }
  for (const name of recovery) {
    requireStrong(name);
    must(!earlier.has(name), "key-reused");
  }
  for (const [name, known] of earlier) {
    if (!keys.has(name)) {
      const until = known.until === null || known.until > read.proof.created ? read.proof.created : known.until;
      keys.set(name, { ...known, until });
    }
  }
  return keys;
}

// The file (section 15)

function file(bytes) {
  must(bytes.length <= FILE_BYTES, "json-limit");
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse("text-invalid");
  }
  const members = new Members(document(text, FILE_LIMITS));
  members.constant("canutReceipt", 1, "number-form");
  const read = {
    receipt: members.value("receipt", "string"),
    issuerKeys: members.list("issuerKeys", 0, FILE_LIMITS.items, "string"),
    home: members.named("home", host),
    homeKeys: members.list("homeKeys", 0, FILE_LIMITS.items, "string"),
    counter: members.within("countersignature", counter => ({
      at: counter.named("at", time),
      key: counter.named("key", key),
      signature: counter.text("signature", SHORT_CHARS),
      text: counter.object.at,
    })),
  };
  members.done();
  return read;
}

/** Whether this browser can do what is needed. */
export async function isAble() {
  try {
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return typeof String.prototype.isWellFormed === "function";
  } catch {
    return false;
  }
}

/**
 * Everything: both histories of keys, the issuer's proof, the home node's countersignature, that the one speaks to the other
 * about a worker of its, and that it has not expired.
 *
 * @param bytes of the file
 * @param now milliseconds, the reader's clock
 * @param published a set of the keys whose secrets everybody knows
 * @returns what the receipt says, times in milliseconds
 */
export async function verify(bytes, now, published) {
  const read = await part("file", () => file(bytes));
  const receipt = await part("receipt", () => message(read.receipt, "receipt-issued"));
  const history = async (of, statements) => {
    const folded = await KeyHistory.read(of, statements);
    folded.requireUnpublished(published);
    return folded;
  };
  const issuer = await part("issuerKeys", () => history(receipt.from, read.issuerKeys));
  const home = await part("homeKeys", () => history(read.home, read.homeKeys));
  const { said, proof } = receipt;
  const counter = read.counter;
  await part("receipt", async () => {
    await requireOrigin(receipt, read.home);
    issuer.valid("node", proof.key, proof.created, counter.at);
    must(await signs(proof.key, proof.value, receipt.signed), "proof-invalid");
    must(proof.created <= now + SKEW, "clock-skew");
    must(said.requesterHost === receipt.from, "receipt-wrong");
  });
  await part("countersignature", async () => {
    home.valid("node", counter.key, counter.at);
    const claim = ENCODER.encode(`canut/1 receipt\n${read.home}\n${receipt.hash}\n${counter.text}\n`);
    must(await signs(counter.key, signature(counter.signature), claim), "signature-invalid");
    must(counter.at <= now + SKEW && counter.at >= proof.created - SKEW, "clock-skew");
  });
  if (now > said.expires) {
    refuse("receipt-wrong", "expires");
  }
  return { ...said, issuer: receipt.from, home: read.home, issued: receipt.published, agreed: counter.at,
    issuerPrint: issuer.last, homePrint: home.last };
}
