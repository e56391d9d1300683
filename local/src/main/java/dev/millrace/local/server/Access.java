package dev.millrace.local.server;

import dev.millrace.local.signature.SignatureCheck;

/**
 * Who may do what, and in what time.
 *
 * @param signatures who may call the API
 * @param control who may control the service itself
 * @param patience how long they may take to say it
 */
public record Access(SignatureCheck signatures, ControlAccess control, Patience patience) {}
