// Questions to the service. What it says comes back as data; what fails is thrown with the service's own words.

const API = '/_millrace/api/';
const FAULTS = '/_millrace/faults';
const LIMIT_MILLIS = 15000;

/** Sent with whatever may change something: no page of another origin can. Beyond the loopback it is a secret. */
let control = 'console';

/** Whether the person has no token: asked once. */
let declined = false;

export class ServiceError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }

  /** Name and text in one line. */
  toString() {
    return this.message ? `${this.name}: ${this.message}` : this.name;
  }
}

function path(name, parameters) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') {
      query.set(key, value);
    }
  }
  return `${API}${name}?${query}`;
}

async function send(url, options) {
  let response;
  try {
    response = await fetch(url, { ...options, cache: 'no-store', signal: AbortSignal.timeout(LIMIT_MILLIS) });
  } catch {
    throw new ServiceError('NoAnswer', 'the service does not answer');
  }
  return response;
}

async function json(response) {
  const body = await response.json();
  if (!response.ok) {
    throw new ServiceError(body.error ?? `HTTP ${response.status}`, body.message ?? '');
  }
  return body;
}

/** A request that controls the service. Asks the person for the token if the service wants one, and forgets it with the page. */
async function sendControl(url, options) {
  const attempt = () =>
    send(url, { ...options, headers: { ...options.headers, 'X-Millrace-Control': control } });
  const response = await attempt();
  if (response.status !== 403 || declined) {
    return response;
  }
  const token = window.prompt('The service is reached beyond its own machine. Its control token:');
  if (!token) {
    declined = true;
    return response;
  }
  control = token.trim();
  return attempt();
}

export async function view(name, parameters = {}) {
  return json(await sendControl(path(name, parameters), {}));
}

/** An operation of the API, done by hand. */
export async function operate(operation, request, parameters = {}) {
  return json(await sendControl(path(`operations/${operation}`, parameters), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  }));
}

/** The faults' policy as text: read, or set when a method and a policy are given. */
export async function faultPolicy(method = 'GET', policy = undefined) {
  const response = await sendControl(FAULTS, { method, body: policy });
  const text = await response.text();
  if (!response.ok) {
    throw new ServiceError('Refused', text.trim());
  }
  return text;
}
