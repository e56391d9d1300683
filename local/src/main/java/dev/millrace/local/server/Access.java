package dev.millrace.local.server;

import dev.millrace.local.signature.SignatureCheck;

/**
 * Who may do what.
 *
 * @param signatures who may call the API
 * @param control who may control the service itself
 */
public record Access(SignatureCheck signatures, ControlAccess control) {}
