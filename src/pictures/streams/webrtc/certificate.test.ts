import { X509Certificate, createPrivateKey } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { makeCertificate } from './certificate.ts';

test('a certificate that another reader takes, with the fingerprint it says', () => {
  for (let times = 0; times < 50; times += 1) {
    const made = makeCertificate();
    const read = new X509Certificate(made.certificatePem);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkPrivateKey(createPrivateKey(made.keyPem))).toBe(true);
    expect(`sha-256 ${read.fingerprint256}`).toBe(made.fingerprint);
    expect(Date.parse(read.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(read.validTo)).toBeGreaterThan(Date.now());
  }
});

test('no two are alike', () => {
  const all = Array.from({ length: 20 }, () => makeCertificate().fingerprint);
  expect(new Set(all).size).toBe(20);
});
