package assay.core.spi;

/**
 * What a target cannot do.
 *
 * @param operation the operation or property of the program, for example {@code Conv2d} or {@code
 *     precision bf16}
 * @param reason why not
 */
public record Unsupported(String operation, String reason) {
  @Override
  public String toString() {
    return operation + ": " + reason;
  }
}
