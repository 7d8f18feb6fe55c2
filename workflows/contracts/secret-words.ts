/** How a secret is told by the name of its field, and by its shape in free text: one list for logs, masks and audit. */
export const SECRET_NAME =
  /pass(?:word|wd|phrase)|secret|token|cookie|authorization|credential|api[-_]?key|private[-_]?key|encryption[-_]?key|signature|session[-_]?id|recovery[-_]?codes?|(?:^|[-_])(?:dsn|totp|otp|kek)$/i

export const SECRET_SHAPES: readonly [RegExp, string][] = [
  [/\bwhsec_[A-Za-z0-9+/=_-]+/g, 'whsec_[redacted]'],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+/gi, '$1 [redacted]'],
  [/\b((?:sk|rk|pk)_(?:live|test))_[A-Za-z0-9]+/g, '$1_[redacted]'],
  // From the start of a word and bounded: a megabyte of letters must not be tried from each of them.
  [/((?<!\w)\w{1,30}:\/\/[^\s/:@]*):[^\s/@]+@/g, '$1:[redacted]@'],
]
