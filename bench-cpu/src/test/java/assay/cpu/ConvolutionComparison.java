package assay.cpu;

import assay.core.conformance.RandomPrograms;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * GFLOP/s of the three directions of convolutions, of multiply-add chains and of the triad.
 * Arguments: target, threads, then shapes {@code n,h,w,c,k,r,s,stride,padH,padW}.
 */
public final class ConvolutionComparison {
  private static final double SECONDS = 1.5;

  private ConvolutionComparison() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    Target target = Targets.byId(arguments[0]).orElseThrow();
    int threads = Integer.parseInt(arguments[1]);
    PrintStream out = System.out;
    for (String shape : Arrays.asList(arguments).subList(2, arguments.length)) {
      int[] d = Arrays.stream(shape.split(",", -1)).mapToInt(Integer::parseInt).toArray();
      out.printf("%-36s", shape);
      for (int direction = 0; direction < 3; direction++) {
        Program program = convolution(d, direction);
        out.printf(" %8.1f", program.flops() / nanos(target, program, threads));
      }
      out.println(" GFLOP/s forward, input, filter");
    }
    ProgramBuilder chain = Program.builder("fma");
    chain.output(
        chain.fmaChain(chain.input("x", Shape.of(3072), DataType.F32), -1.999, 0.5, 1 << 15));
    Program fma = chain.build();
    out.printf("fma   %8.1f GFLOP/s%n", fma.flops() / nanos(target, fma, threads));
    for (int elements : new int[] {1 << 12, 1 << 16, 1 << 20, 1 << 26}) {
      ProgramBuilder b = Program.builder("triad");
      Shape shape = Shape.of(elements);
      b.output(b.triad(b.input("b", shape, DataType.F32), b.input("c", shape, DataType.F32), 0.5));
      Program triad = b.build();
      double rate = triad.bytes() / nanos(target, triad, threads);
      out.printf("triad %8.1f GB/s, %d elements%n", rate, elements);
    }
  }

  private static Program convolution(int[] d, int direction) {
    Window2d window = new Window2d(d[5], d[6], d[7], d[7], d[8], d[9]);
    Shape x = Shape.of(d[0], d[1], d[2], d[3]);
    Shape w = Shape.of(d[4], d[5], d[6], d[3]);
    Shape y = Shape.of(d[0], window.outputHeight(d[1]), window.outputWidth(d[2]), d[4]);
    ProgramBuilder b = Program.builder("conv" + direction);
    Tensor first = b.input("first", direction == 1 ? y : x, DataType.F32);
    Tensor second = b.input("second", direction == 2 ? y : w, DataType.F32);
    b.output(
        switch (direction) {
          case 0 -> b.conv2d(first, second, window);
          case 1 -> b.conv2dBackwardInput(first, second, x, window);
          default -> b.conv2dBackwardFilter(first, second, window);
        });
    return b.build();
  }

  private static double nanos(Target target, Program program, int threads) {
    try (Executable executable =
        target.compile(program, Precision.F32, new Target.Options(threads))) {
      RandomPrograms.values(program, 1).values().forEach(executable::write);
      double[] readings = new double[100_000];
      int count = 0;
      long end = System.nanoTime() + (long) (SECONDS * 1e9);
      while (count < 5 || (System.nanoTime() < end && count < readings.length)) {
        long start = System.nanoTime();
        executable.execute();
        readings[count++] = System.nanoTime() - start;
      }
      double[] steady = Arrays.copyOfRange(readings, count / 2, count);
      Arrays.sort(steady);
      return steady[steady.length / 2];
    }
  }
}
