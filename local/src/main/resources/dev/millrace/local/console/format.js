// Numbers and moments as people read them.

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytes(count) {
  let unit = 0;
  let value = count;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

export function count(value) {
  if (value < 100000) {
    return Math.round(value).toLocaleString('en-US');
  }
  return value < 9995000 ? `${(value / 1e3).toFixed(0)} k` : `${(value / 1e6).toFixed(1)} M`;
}

export function rate(value) {
  return value > 0 && value < 9.95 ? value.toFixed(1) : count(value);
}

export function plural(number, word) {
  return `${count(number)} ${word}${number === 1 ? '' : 's'}`;
}

export function duration(millis) {
  if (millis < 1000) {
    return `${Math.round(millis)} ms`;
  }
  const seconds = millis / 1000;
  if (seconds < 120) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

const two = value => String(value).padStart(2, '0');

export function clock(millis) {
  const time = new Date(millis);
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

export function moment(millis) {
  const time = new Date(millis);
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${clock(millis)}`;
}

/** The number in a shard's id, which is what people call it. */
export function shardNumber(id) {
  return String(Number(id.slice(id.lastIndexOf('-') + 1)));
}

/** A hash key as a part of all hash keys, from 0 to 1. */
export function fraction(hashKey) {
  return Number(BigInt(hashKey) >> 75n) / 2 ** 53;
}

export function percent(part) {
  const value = part * 100;
  return `${value >= 10 || value === 0 ? value.toFixed(0) : value.toPrecision(2)} %`;
}
