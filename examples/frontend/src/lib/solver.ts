/* A worker: the number that, behind the salt, has the challenge as its SHA-256. */
interface Challenge {
  algorithm: string;
  challenge: string;
  maxnumber: number;
  salt: string;
}

self.onmessage = async ({ data }: MessageEvent<Challenge>) => {
  const encoder = new TextEncoder();
  for (let number = 0; number <= data.maxnumber; number += 1) {
    const digest = await crypto.subtle.digest(data.algorithm, encoder.encode(data.salt + number));
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (hex === data.challenge) {
      self.postMessage(number);
      return;
    }
  }
};
