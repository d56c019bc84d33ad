package assay.core.data;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A strict reader of one gzip member (RFC 1952) held in memory.
 *
 * <p>{@link java.util.zip.GZIPInputStream} is not used because it silently ignores bytes after the
 * member that are not a gzip header; a file with a corrupt tail would go unnoticed.
 */
final class Gzip {
  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;
  private static final int FLAG_HEADER_CRC = 0x02;
  private static final int FLAG_EXTRA = 0x04;
  private static final int FLAG_NAME = 0x08;
  private static final int FLAG_COMMENT = 0x10;
  private static final int FLAGS_RESERVED = 0xE0;
  private static final int METHOD_DEFLATE = 8;

  private Gzip() {}

  /** What is wrong with a gzip file, as a phrase without the file's name. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  static boolean looksLikeGzip(byte[] file) {
    return file.length >= 2 && (file[0] & 0xFF) == 0x1F && (file[1] & 0xFF) == 0x8B;
  }

  /**
   * Unpacks a whole gzip file.
   *
   * @param file the file's bytes
   * @param limit maximum content size in bytes
   * @throws Damaged if the file is not exactly one valid gzip member, or its content is longer than
   *     {@code limit}
   */
  static byte[] unpack(byte[] file, int limit) throws Damaged {
    int start = headerEnd(file);
    var out = new ByteArrayOutputStream(Math.min(limit, Math.max(1 << 12, file.length * 2)));
    int end = inflate(file, start, out, limit);
    byte[] content = out.toByteArray();
    checkTrailer(file, end, content);
    return content;
  }

  private static int headerEnd(byte[] file) throws Damaged {
    if (!looksLikeGzip(file)) {
      throw new Damaged("expected a gzip file starting with 1f8b, found " + firstBytes(file));
    }
    if (file.length < HEADER_BYTES) {
      throw new Damaged("gzip header truncated: " + file.length + " bytes in total");
    }
    int flags = file[3] & 0xFF;
    if (file[2] != METHOD_DEFLATE || (flags & FLAGS_RESERVED) != 0) {
      throw new Damaged("gzip header has an unknown method or flag");
    }
    int at = HEADER_BYTES;
    if ((flags & FLAG_EXTRA) != 0) {
      at += 2 + (byteAt(file, at) | byteAt(file, at + 1) << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      at = afterZero(file, at);
    }
    if ((flags & FLAG_COMMENT) != 0) {
      at = afterZero(file, at);
    }
    return (flags & FLAG_HEADER_CRC) != 0 ? at + 2 : at;
  }

  private static int byteAt(byte[] file, int at) throws Damaged {
    if (at >= file.length) {
      throw new Damaged("gzip header truncated: " + file.length + " bytes in total");
    }
    return file[at] & 0xFF;
  }

  private static int afterZero(byte[] file, int from) throws Damaged {
    int at = from;
    while (byteAt(file, at) != 0) {
      at++;
    }
    return at + 1;
  }

  /** Returns the index just after the deflate stream. */
  private static int inflate(byte[] file, int start, ByteArrayOutputStream out, int limit)
      throws Damaged {
    if (start >= file.length) {
      throw new Damaged("gzip stream truncated after " + file.length + " bytes");
    }
    try (var inflater = new Inflater(true)) {
      inflater.setInput(file, start, file.length - start);
      byte[] buffer = new byte[1 << 16];
      while (!inflater.finished()) {
        int n = inflater.inflate(buffer);
        if (n == 0 && !inflater.finished()) {
          throw new Damaged("gzip stream truncated after " + file.length + " bytes");
        }
        if (n > limit - out.size()) {
          throw new Damaged("gzip content exceeds the limit of " + limit + " bytes");
        }
        out.write(buffer, 0, n);
      }
      return file.length - inflater.getRemaining();
    } catch (DataFormatException e) {
      throw new Damaged(
          "gzip stream damaged"
              + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")")
              + " after "
              + out.size()
              + " unpacked bytes");
    }
  }

  private static void checkTrailer(byte[] file, int at, byte[] content) throws Damaged {
    if (file.length - at < TRAILER_BYTES) {
      throw new Damaged("gzip trailer truncated after " + file.length + " bytes");
    }
    var crc = new CRC32();
    crc.update(content);
    long expectedCrc = littleEndian(file, at);
    if (crc.getValue() != expectedCrc) {
      throw new Damaged(
          String.format(
              Locale.ROOT, "gzip checksum expected %08x, found %08x", expectedCrc, crc.getValue()));
    }
    long expectedSize = littleEndian(file, at + 4);
    if (content.length != expectedSize) {
      throw new Damaged("gzip length expected " + expectedSize + " bytes, found " + content.length);
    }
    int rest = file.length - at - TRAILER_BYTES;
    if (rest > 0) {
      throw new Damaged(rest + " bytes of trailing garbage after the gzip stream");
    }
  }

  private static long littleEndian(byte[] file, int at) {
    return (file[at] & 0xFFL)
        | (file[at + 1] & 0xFFL) << 8
        | (file[at + 2] & 0xFFL) << 16
        | (file[at + 3] & 0xFFL) << 24;
  }

  static String firstBytes(byte[] file) {
    if (file.length == 0) {
      return "an empty file";
    }
    return HexFormat.of().formatHex(file, 0, Math.min(4, file.length));
  }
}
