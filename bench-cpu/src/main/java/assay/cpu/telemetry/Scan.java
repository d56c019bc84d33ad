package assay.cpu.telemetry;

import java.util.Arrays;

/** Parses whole numbers and fields from a file's bytes without allocating. */
final class Scan {
  private byte[] bytes = new byte[0];
  private int length;
  private int at;
  private long value;

  /** Starts at the beginning of what {@code file} last read. */
  Scan over(SmallFile file) {
    bytes = file.bytes();
    length = file.length();
    at = 0;
    return this;
  }

  /** Moves past the next {@code key}; if there is none, stays and returns false. */
  boolean find(byte[] key) {
    return find(key, length);
  }

  /** The same, but only up to the end of the line. */
  boolean findOnLine(byte[] key) {
    int end = at;
    while (end < length && bytes[end] != '\n') {
      end++;
    }
    return find(key, end);
  }

  private boolean find(byte[] key, int end) {
    for (int i = at; i + key.length <= end; i++) {
      if (Arrays.equals(bytes, i, i + key.length, key, 0, key.length)) {
        at = i + key.length;
        return true;
      }
    }
    return false;
  }

  /** Moves past the last {@code mark}; if there is none, stays and returns false. */
  boolean findLast(byte mark) {
    for (int i = length - 1; i >= at; i--) {
      if (bytes[i] == mark) {
        at = i + 1;
        return true;
      }
    }
    return false;
  }

  /** Moves past {@code count} fields; false if there are fewer. */
  boolean skip(int count) {
    for (int i = 0; i < count; i++) {
      skipBlanks();
      if (at == length || bytes[at] == '\n') {
        return false;
      }
      while (at < length && !blank(bytes[at])) {
        at++;
      }
    }
    return true;
  }

  /**
   * Reads a whole number after blanks, up to a blank or the end; false if there is none on this
   * line. A number beyond 63 bits is read as the largest of them.
   */
  boolean number() {
    skipBlanks();
    boolean negative = at < length && bytes[at] == '-';
    int from = negative ? at + 1 : at;
    int i = from;
    long sum = 0;
    while (i < length && bytes[i] >= '0' && bytes[i] <= '9') {
      int digit = bytes[i] - '0';
      sum = sum > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : sum * 10 + digit;
      i++;
    }
    if (i == from || (i < length && !blank(bytes[i]))) {
      return false;
    }
    at = i;
    value = negative ? -sum : sum;
    return true;
  }

  /** The number last read. */
  long value() {
    return value;
  }

  /** Whether only blanks are left. */
  boolean atEnd() {
    for (int i = at; i < length; i++) {
      if (!blank(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private void skipBlanks() {
    while (at < length && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
