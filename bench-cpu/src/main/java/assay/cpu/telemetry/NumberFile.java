package assay.cpu.telemetry;

import assay.core.host.HostRoot;
import assay.core.telemetry.ValidRange;

/**
 * A file that holds one whole number within known limits, and not the number with all bits set by
 * which drivers say that they have none.
 */
final class NumberFile implements AutoCloseable {
  private final SmallFile file;
  private final double least;
  private final double below;
  private final Scan scan = new Scan();
  private double value;
  private String problem = "";

  /**
   * Opens nothing yet.
   *
   * @param relative path below the root
   * @param least smallest valid number
   * @param below exclusive upper limit of valid numbers
   */
  NumberFile(HostRoot root, String relative, double least, double below) {
    this.file = new SmallFile(root, relative, SmallFile.NUMBER);
    this.least = least;
    this.below = below;
  }

  /** A count, byte size or other number that is not negative. */
  static NumberFile count(HostRoot root, String relative) {
    return new NumberFile(root, relative, 0, Double.POSITIVE_INFINITY);
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
    if (!(value >= least && value < below) || ValidRange.isAllOnes(scan.value())) {
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
