package assay.cpu.telemetry;

import assay.core.host.HostRoot;
import assay.core.telemetry.ValidRange;
import java.util.function.LongPredicate;

/**
 * A file that holds one whole number within known limits, and not the number with all bits set by
 * which drivers say that they have none.
 */
final class NumberFile implements AutoCloseable {
  private final SmallFile file;
  private final double least;
  private final double below;
  private final LongPredicate none;
  private final Scan scan = new Scan();
  private double value;
  private String problem = "";

  /**
   * Opens nothing yet.
   *
   * @param relative path below the root
   * @param least smallest valid number
   * @param below exclusive upper limit of valid numbers
   * @param none whether a number says that there is none
   */
  private NumberFile(
      HostRoot root, String relative, double least, double below, LongPredicate none) {
    this.file = new SmallFile(root, relative, SmallFile.NUMBER);
    this.least = least;
    this.below = below;
    this.none = none;
  }

  /** What a sensor reads, from {@code least} to below {@code below}. */
  static NumberFile sensor(HostRoot root, String relative, double least, double below) {
    return new NumberFile(root, relative, least, below, ValidRange::isAllOnesOfRegister);
  }

  /** A counter's number, from 0 to below {@code below}. */
  static NumberFile counter(HostRoot root, String relative, double below) {
    return new NumberFile(root, relative, 0, below, ValidRange::isAllOnes);
  }

  /** A count, byte size or other number that is not negative. */
  static NumberFile count(HostRoot root, String relative) {
    return counter(root, relative, Double.POSITIVE_INFINITY);
  }

  /** Reads the number; if there is none within the limits, {@link #problem} says why. */
  boolean refresh() {
    if (!file.refresh()) {
      problem = file.problem();
      return false;
    }
    if (!scan.over(file).number() || !scan.atEnd()) {
      problem = file.name() + " holds '" + file.excerpt() + "', not a number";
      return false;
    }
    value = scan.value();
    if (!(value >= least && value < below) || none.test(scan.value())) {
      problem = file.name() + " holds '" + file.excerpt() + "', outside its range";
      return false;
    }
    return true;
  }

  /** The number last read. */
  double value() {
    return value;
  }

  /** Why the last reading failed; names the file. */
  String problem() {
    return problem;
  }

  /** Whether the last reading failed because of a missing permission. */
  boolean denied() {
    return file.denied();
  }

  @Override
  public void close() {
    file.close();
  }
}
