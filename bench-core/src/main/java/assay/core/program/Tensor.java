package assay.core.program;

import static assay.core.program.ProgramException.require;

/**
 * A value in a program: its name (unique within the program), extents and element type.
 *
 * @param name letters, digits, {@code _}, {@code .} and {@code /}
 */
public record Tensor(String name, Shape shape, DataType type) {
  /**
   * @throws ProgramException if the name is empty or has other characters
   */
  public Tensor {
    require(
        name.matches("[A-Za-z0-9_./]+"),
        "tensor name '%s' must consist of letters, digits, '_', '.' and '/'",
        name);
  }

  /** Number of elements. */
  public long elements() {
    return shape.elements();
  }

  /** Size in bytes. */
  public long bytes() {
    return elements() * type.bytes();
  }

  @Override
  public String toString() {
    return name + "[" + shape + " " + type.name().toLowerCase(java.util.Locale.ROOT) + "]";
  }
}
