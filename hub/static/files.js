// Files as the browser gives them: what they hold, and which ones were dropped.

const HASHED_BYTES = 64 * 1024 * 1024;

// SHA-256 in hex; empty for a large file, and where the browser offers none (no https).
export async function hashOf(file) {
  if (file.size > HASHED_BYTES || !window.crypto || !window.crypto.subtle) return "";
  try {
    const digest = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    return "";
  }
}

// False for a file that was removed or changed since it was chosen, which looks like a broken line.
export async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

// Files that were dropped, those inside folders too.
export async function filesOf(transfer) {
  const entries = Array.from(transfer.items).map((one) => one.webkitGetAsEntry && one.webkitGetAsEntry());
  if (!entries.some((one) => one && one.isDirectory)) return Array.from(transfer.files);
  return (await Promise.all(entries.filter(Boolean).map(inside))).flat();
}

async function inside(entry) {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const one of some) found.push(...(await inside(one)));
  }
}
