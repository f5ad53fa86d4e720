// sm2.mjs FILE SIGNATURE PUBLIC.PEM: whether sm-crypto takes the signature (DER) for one of the file.
import { createRequire } from 'node:module';
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
const { sm2 } = createRequire(`${process.env.TOOLS}/`)('sm-crypto');

const [file, signature, pem] = process.argv.slice(2).map((f) => readFileSync(f));
const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
const point = der.subarray(-65).toString('hex'); // uncompressed: 04 x y
process.exit(sm2.doVerifySignature([...file], signature.toString('hex'), point,
    { der: true, hash: true, publicKey: point, userId: '1234567812345678' }) ? 0 : 1);
