package assay.core.program;

import static assay.core.program.ProgramException.require;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The extent of each dimension of a tensor, outermost first. Every extent is at least 1, the rank
 * is 1 to 4, and the number of elements fits a {@code long}.
 */
public record Shape(List<Long> dims) {
  private static final int MAX_RANK = 4;

  /**
   * @throws ProgramException if an extent is zero or negative, the rank is out of range, or the
   *     number of elements overflows
   */
  public Shape {
    dims = List.copyOf(dims);
    require(
        !dims.isEmpty() && dims.size() <= MAX_RANK,
        "shape %s has rank %d; must be 1 to %d",
        dims,
        dims.size(),
        MAX_RANK);
    long product = 1;
    for (long dim : dims) {
      require(dim >= 1, "shape %s has an extent of %d; every extent must be at least 1", dims, dim);
      require(
          product <= Long.MAX_VALUE / 16 / dim,
          "shape %s overflows: its size in bytes does not fit 64 bits",
          dims);
      product *= dim;
    }
  }

  /** A shape with these extents, outermost first. */
  public static Shape of(long... dims) {
    return new Shape(java.util.Arrays.stream(dims).boxed().toList());
  }

  /** Number of dimensions. */
  public int rank() {
    return dims.size();
  }

  /** Extent of dimension {@code axis}; negative counts from the innermost (-1). */
  public long dim(int axis) {
    return dims.get(axis < 0 ? axis + dims.size() : axis);
  }

  /**
   * The shape without its innermost dimension: one element for each row.
   *
   * @throws ProgramException if it has only one dimension
   */
  public Shape rows() {
    return new Shape(dims.subList(0, rank() - 1));
  }

  /** Number of elements. */
  public long elements() {
    long product = 1;
    for (long dim : dims) {
      product *= dim;
    }
    return product;
  }

  /** Position of the flat row-major {@code index}, for messages: {@code [3, 17]}. */
  public String position(long index) {
    long[] at = new long[rank()];
    long rest = index;
    for (int axis = rank() - 1; axis >= 0; axis--) {
      at[axis] = rest % dim(axis);
      rest /= dim(axis);
    }
    return java.util.Arrays.toString(at);
  }

  @Override
  public String toString() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }
}
