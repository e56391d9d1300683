package dev.millrace.local.server;

import dev.millrace.local.signature.SignatureCheck;

/**
 * Who may do what.
 *
 * @param signatures who may call the API
 */
public record Access(SignatureCheck signatures) {}
