package assay.core.workload;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Window2d;
import java.util.List;
import java.util.Locale;

/**
 * A convolution or one of its gradients: input (n,h,w,c), filters (k,r,s,c), output (n,p,q,k).
 *
 * @param direction forward, backward-input or backward-filter
 */
record ConvWorkload(Direction direction, long n, long c, long h, long w, long k, Window2d window)
    implements Workload.Kernel {
  private static final String FORWARD = "forward";

  /** The direction: which tensor is computed. */
  enum Direction {
    FORWARD,
    BACKWARD_INPUT,
    BACKWARD_FILTER;

    String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static ConvWorkload parse(WorkloadId id) {
    long stride = id.extent("stride", 1);
    long pad = id.natural("pad", 0);
    List<String> directions = List.of(FORWARD, "backward-input", "backward-filter");
    String direction = id.choice("dir", directions, FORWARD);
    Window2d window =
        new Window2d(
            toInt(id.extent("r")),
            toInt(id.extent("s")),
            toInt(id.extent("strideh", stride)),
            toInt(id.extent("stridew", stride)),
            toInt(id.natural("padh", pad)),
            toInt(id.natural("padw", pad)));
    return new ConvWorkload(
        Direction.values()[directions.indexOf(direction)],
        id.extent("n"),
        id.extent("c"),
        id.extent("h"),
        id.extent("w"),
        id.extent("k"),
        window);
  }

  private static int toInt(long value) {
    if (value > Integer.MAX_VALUE) {
      throw new WorkloadException(
          "a convolution's window, stride or padding of " + value + " is too large");
    }
    return (int) value;
  }

  @Override
  public String id() {
    return "conv/n="
        + n
        + ",c="
        + c
        + ",h="
        + h
        + ",w="
        + w
        + ",k="
        + k
        + ",r="
        + window.height()
        + ",s="
        + window.width()
        + pair("stride", window.strideH(), window.strideW(), 1)
        + pair("pad", window.padH(), window.padW(), 0)
        + (direction == Direction.FORWARD ? "" : ",dir=" + direction.id());
  }

  private static String pair(String name, int height, int width, int otherwise) {
    if (height != width) {
      return "," + name + "h=" + height + "," + name + "w=" + width;
    }
    return height == otherwise ? "" : "," + name + "=" + height;
  }

  @Override
  public Timing timing() {
    return Timing.STEADY;
  }

  @Override
  public Program build(Precision precision) {
    if (!precision.input().isFloating()) {
      throw new WorkloadException(
          "conv is not available in "
              + precision.id()
              + ": convolutions need a floating-point type");
    }
    ProgramBuilder p = Program.builder("conv");
    Shape input = Shape.of(n, h, w, c);
    Shape filters = Shape.of(k, window.height(), window.width(), c);
    Shape output = Shape.of(n, window.outputHeight(h), window.outputWidth(w), k);
    return p.output(
            switch (direction) {
              case FORWARD ->
                  p.conv2d(
                      p.input("x", input, precision.input()),
                      p.input("w", filters, precision.input()),
                      window);
              case BACKWARD_INPUT ->
                  p.conv2dBackwardInput(
                      p.input("dy", output, precision.input()),
                      p.input("w", filters, precision.input()),
                      input,
                      window);
              case BACKWARD_FILTER ->
                  p.conv2dBackwardFilter(
                      p.input("x", input, precision.input()),
                      p.input("dy", output, precision.input()),
                      window);
            })
        .build();
  }
}
