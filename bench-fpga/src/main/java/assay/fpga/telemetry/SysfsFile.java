package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.HostRoot;
import assay.core.telemetry.ValidRange;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One file under {@code /sys} that holds a number or a word. It may disappear with its card and
 * come back under another number ({@code hwmon5} becomes {@code hwmon7}), so it is then looked up
 * again: the old number may belong to another device by now.
 */
final class SysfsFile {
  private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,20}");
  private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]{1,16}");
  private static final int SHOWN = 40;

  private final HostRoot root;
  private final Supplier<Optional<Path>> lookUp;
  private Path path;

  /**
   * A file that is first at {@code path}, and later where {@code lookUp} finds it.
   *
   * @param path below {@code root}
   * @param lookUp finds it again; empty while it does not exist
   */
  SysfsFile(HostRoot root, Path path, Supplier<Optional<Path>> lookUp) {
    this.root = root;
    this.path = path;
    this.lookUp = lookUp;
  }

  /** A file that stays where it is. */
  static SysfsFile at(HostRoot root, Path path) {
    return new SysfsFile(root, path, Optional::empty);
  }

  /** Its path for messages. */
  String name() {
    return root.nameOf(path);
  }

  /** Its contents, without surrounding white space. */
  String text() throws IOException {
    try {
      return read();
    } catch (NoSuchFileException | NotDirectoryException e) {
      Optional<Path> found = lookUp.get();
      if (found.isEmpty() || found.get().equals(path)) {
        throw e;
      }
      path = found.get();
      return read();
    }
  }

  private String read() throws IOException {
    return HostRoot.text(path);
  }

  /** Its number: decimal, or hexadecimal with 0x. */
  Availability<Double> number() {
    return integer().map(BigInteger::doubleValue);
  }

  /** The number of a sensor's register: all bits set means that it has none. */
  Availability<Double> reading() {
    return integer()
        .flatMap(number ->
            number.bitLength() >= Long.SIZE || ValidRange.isAllOnesOfRegister(number.longValue())
                ? missing(
                    "holds " + number + ", outside its range: the card or its driver has no value")
                : new Available<>(number.doubleValue()));
  }

  private Availability<BigInteger> integer() {
    try {
      return parse(text());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return missing(
          "does not exist: the card was reset or removed, or its driver unloaded; check 'dmesg'");
    } catch (AccessDeniedException e) {
      return missing("cannot be read without permission: " + permissionRemedy());
    } catch (IOException e) {
      return missing("cannot be read: " + e.getMessage() + "; check 'dmesg' for the card's driver");
    }
  }

  private Availability<BigInteger> parse(String text) {
    if (DECIMAL.matcher(text).matches()) {
      return new Available<>(new BigInteger(text));
    }
    if (HEXADECIMAL.matcher(text).matches()) {
      return new Available<>(new BigInteger(text.substring(2), 16));
    }
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return missing("holds '" + shown + "', which is not a number; reload the card's driver");
  }

  private <T> Availability<T> missing(String what) {
    return new Unavailable<>("'" + name() + "' " + what);
  }

  /** How to let this user read it. */
  String permissionRemedy() {
    return "run 'sudo chmod a+r " + name() + "', or run as root";
  }
}
