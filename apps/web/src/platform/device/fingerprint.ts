// A fingerprint (or face) opens the store where the browser gives a secret for it: WebAuthn with the PRF
// extension on the phone's own authenticator. The secret never leaves the phone and nobody is asked online.
// Where this is not to be had it is not offered; the PIN does.

const SECRET_FOR = new TextEncoder().encode('shouwang field store lock, first');

export async function fingerprintOffered(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined' || !('getClientCapabilities' in PublicKeyCredential)) return false;
  const capable = await PublicKeyCredential.getClientCapabilities().catch(() => ({}) as Record<string, boolean>);
  return capable['extension:prf'] === true && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable());
}

const bytesOf = (source: BufferSource | undefined): Uint8Array<ArrayBuffer> | null =>
  source === undefined
    ? null
    : new Uint8Array(source instanceof ArrayBuffer ? source.slice(0) : Uint8Array.from(new Uint8Array(source.buffer, source.byteOffset, source.byteLength)));

const secretIn = (credential: Credential | null): Uint8Array<ArrayBuffer> | null =>
  credential instanceof PublicKeyCredential ? bytesOf(credential.getClientExtensionResults().prf?.results?.first) : null;

/** The secret of a fingerprint that was enrolled; null where the person declines or the phone cannot. */
export async function askFingerprint(id: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
  const credential = await navigator.credentials
    .get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        allowCredentials: [{ type: 'public-key', id }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: SECRET_FOR } } },
      },
    })
    .catch(() => null);
  return secretIn(credential);
}

/** Enrols one for this phone; null where the person declines or the authenticator gives no secret. */
export async function enrolFingerprint(names: {
  readonly app: string;
  readonly person: string;
}): Promise<{ readonly id: Uint8Array<ArrayBuffer>; readonly secret: Uint8Array<ArrayBuffer> } | null> {
  const credential = await navigator.credentials
    .create({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { name: names.app },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name: names.person, displayName: names.person },
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required', residentKey: 'discouraged' },
        extensions: { prf: { eval: { first: SECRET_FOR } } },
      },
    })
    .catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) return null;
  const id = new Uint8Array(credential.rawId.slice(0));
  // Some authenticators give the secret only when asked for the second time.
  const secret = secretIn(credential) ?? (await askFingerprint(id));
  return secret === null ? null : { id, secret };
}
