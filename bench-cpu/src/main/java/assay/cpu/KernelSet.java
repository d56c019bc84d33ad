package assay.cpu;

import assay.core.program.Program;
import java.util.List;

/** How one CPU target cuts a program into stages and computes each. */
public interface KernelSet {
  /** The program's operations in an order that gives the same values, each in exactly one stage. */
  List<Stage> stages(Program program);

  /**
   * The kernel of one stage; running it allocates next to nothing.
   *
   * @param stage one of {@link #stages}
   * @param memory where its tensors are
   * @param workers the team to compute with
   */
  Runnable kernel(Stage stage, Memory memory, Workers workers);
}
