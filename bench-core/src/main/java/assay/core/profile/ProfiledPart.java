package assay.core.profile;

import assay.core.checks.Checks;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of a profile: operations that the target executes as one.
 *
 * @param ops ids, in the order of execution; see {@link #id}
 * @param kinds their kinds, in the same order
 * @param phase what they are for
 * @param flops of all together
 * @param bytes that must move if values between them never leave the chip: what they read from
 *     others and what others read of them once, state that they update twice
 * @param unfusedBytes that move if each operation reads and writes all of its tensors
 */
public record ProfiledPart(
    List<String> ops, List<String> kinds, Phase phase, long flops, long bytes, long unfusedBytes) {
  public ProfiledPart {
    ops = List.copyOf(ops);
    kinds = List.copyOf(kinds);
    if (ops.isEmpty() || ops.size() != kinds.size()) {
      throw new IllegalArgumentException(ops.size() + " operations of " + kinds.size() + " kinds");
    }
    Checks.notNegative("flops", Long.valueOf(flops));
    Checks.notNegative("bytes", Long.valueOf(bytes));
    Checks.notNegative("unfusedBytes", Long.valueOf(unfusedBytes));
  }

  /** The part of a program that consists of these operations. */
  public static ProfiledPart of(Program program, List<Op> group) {
    Program part = program.part("part", group);
    return new ProfiledPart(
        group.stream().map(ProfiledPart::id).toList(),
        group.stream().map(Op::kind).toList(),
        Phase.of(program, group.getLast()),
        part.flops(),
        // A change of shape alone need not move anything.
        Math.min(part.fusedBytes(), part.bytes()),
        part.bytes());
  }

  /**
   * The id of an operation within its program: the name of the first tensor that it writes, or
   * updates if it writes none. No two operations have the same.
   */
  public static String id(Op op) {
    return Stream.concat(op.outputs().stream(), op.updates().stream())
        .findFirst()
        .map(Tensor::name)
        .orElseThrow(() -> new IllegalArgumentException(op.kind() + " writes nothing"));
  }

  /** Kinds and the last id, such as {@code Conv2d+BiasAdd+Relu relu_1}. */
  public String label() {
    return kinds.stream().distinct().collect(Collectors.joining("+")) + " " + ops.getLast();
  }
}
