// Opus sound from a WebM recording, put into an Ogg file: Telegram's voice notes are Ogg, most browsers record WebM.
// Formats: RFC 8794 (EBML), RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 section 3.1 (length of a packet).

const OPENED = new Set([0x18538067, 0x1f43b675, 0x1654ae6b, 0xae, 0xa0]); // Segment, Cluster, Tracks, TrackEntry, BlockGroup
const CODEC_PRIVATE = 0x63a2;
const BLOCKS = new Set([0xa3, 0xa1]);
const PACKETS_A_PAGE = 20;
const FIRST = 2;
const LAST = 4;

/** The Ogg file's bytes for a WebM file's; undefined when there is no Opus sound in it. */
export function oggFromWebm(bytes) {
  const { head, packets } = unpack(bytes);
  if (!head || packets.length === 0) return undefined;
  const pages = [page([head], 0, FIRST, 0), page([tags()], 0, 0, 1)];
  let samples = 0;
  for (let i = 0; i < packets.length; i += PACKETS_A_PAGE) {
    const group = packets.slice(i, i + PACKETS_A_PAGE);
    samples += group.reduce((sum, packet) => sum + samplesIn(packet), 0);
    pages.push(page(group, samples, i + PACKETS_A_PAGE >= packets.length ? LAST : 0, pages.length));
  }
  return joined(pages);
}

/** Walks the elements flat: those that only hold others are stepped into, so unknown sizes do not matter. */
function unpack(bytes) {
  const packets = [];
  let head;
  let at = 0;
  while (at < bytes.length) {
    const id = number(bytes, at, true);
    const size = number(bytes, at + id.width, false);
    at += id.width + size.width;
    if (OPENED.has(id.value)) continue;
    const body = bytes.subarray(at, at + size.value);
    if (id.value === CODEC_PRIVATE && String.fromCharCode(...body.subarray(0, 8)) === "OpusHead") head = body;
    if (BLOCKS.has(id.value) && body.length > 4) packets.push(body.subarray(4));
    at += size.value;
  }
  return { head, packets };
}

/** A variable-length number; an identifier keeps the bit that marks its width. */
function number(bytes, at, keepMark) {
  const width = Math.clz32(bytes[at]) - 23;
  let value = keepMark ? bytes[at] : bytes[at] & (0xff >> width);
  for (let i = 1; i < width; i += 1) value = value * 256 + (bytes[at + i] ?? 0);
  return { value, width: Math.max(1, width) };
}

/** Samples at 48 kHz in an Opus packet. */
function samplesIn(packet) {
  const kind = packet[0] >> 3;
  const frame = kind < 12 ? [480, 960, 1920, 2880][kind & 3] : kind < 16 ? [480, 960][kind & 1] : [120, 240, 480, 960][kind & 3];
  const frames = [1, 2, 2, packet[1] & 0x3f][packet[0] & 3];
  return frame * frames;
}

function tags() {
  const maker = new TextEncoder().encode("local telegram");
  const body = new Uint8Array(16 + maker.length);
  body.set(new TextEncoder().encode("OpusTags"));
  body[8] = maker.length;
  body.set(maker, 12);
  return body;
}

function page(packets, granule, flags, sequence) {
  const lacing = packets.flatMap((packet) => [...Array(Math.floor(packet.length / 255)).fill(255), packet.length % 255]);
  const bytes = joined([new Uint8Array(27), Uint8Array.from(lacing), ...packets]);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("OggS"));
  bytes[5] = flags;
  view.setBigUint64(6, BigInt(granule), true);
  view.setUint32(14, 1, true);
  view.setUint32(18, sequence, true);
  bytes[26] = lacing.length;
  view.setUint32(22, checksum(bytes), true);
  return bytes;
}

function checksum(bytes) {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
