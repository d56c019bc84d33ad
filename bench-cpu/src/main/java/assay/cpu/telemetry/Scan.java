package assay.cpu.telemetry;

import java.util.Arrays;

/** Reads whole numbers and fields out of a file's bytes without making objects. */
final class Scan {
  private byte[] bytes = new byte[0];
  private int length;
  private int at;
  private long value;

  /** Begins at the start of what {@code file} last read. */
  Scan over(SmallFile file) {
    bytes = file.bytes();
    length = file.length();
    at = 0;
    return this;
  }

  /** Moves behind the next {@code key}; stays and answers false where there is none. */
  boolean find(byte[] key) {
    return find(key, length);
  }

  /** The same up to the end of the line. */
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

  /** Moves behind the last {@code mark}; stays and answers false where there is none. */
  boolean findLast(byte mark) {
    for (int i = length - 1; i >= at; i--) {
      if (bytes[i] == mark) {
        at = i + 1;
        return true;
      }
    }
    return false;
  }

  /** Moves behind {@code count} fields; false where there are fewer. */
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
   * Reads a whole number, behind blanks and up to a blank or the end; false where there is none on
   * this line or it exceeds 64 bits.
   */
  boolean number() {
    skipBlanks();
    boolean negative = at < length && bytes[at] == '-';
    int from = negative ? at + 1 : at;
    int i = from;
    long sum = 0;
    while (i < length && bytes[i] >= '0' && bytes[i] <= '9') {
      int digit = bytes[i] - '0';
      if (sum > (Long.MAX_VALUE - digit) / 10) {
        return false;
      }
      sum = sum * 10 + digit;
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
