package assay.core.program;

import static assay.core.program.ProgramException.require;

import assay.core.program.op.Op;
import assay.core.program.op.SoftmaxCrossEntropy;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is computed: operations in an order in which each tensor is written before it is read.
 *
 * @param ops executed in this order, or any other that gives the same values
 * @param inputs written by the caller before each execution, or once
 * @param outputs read by the caller after execution; each is written by an operation
 * @param state kept between executions; starts with what the caller writes; operations update it in
 *     place
 * @param parameters the part of the state that an optimizer trains
 */
public record Program(
    String name,
    List<Op> ops,
    List<Tensor> inputs,
    List<Tensor> outputs,
    List<Tensor> state,
    List<Tensor> parameters) {

  /**
   * @throws ProgramException if two tensors have the same name, or a tensor is read before it is
   *     written, written twice, updated without being state, or never used
   */
  public Program {
    ops = List.copyOf(ops);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    state = List.copyOf(state);
    parameters = List.copyOf(parameters);
    require(!ops.isEmpty(), "program %s has no operations", name);
    require(state.containsAll(parameters), "program %s: every parameter must be state", name);
    Set<Tensor> given = new LinkedHashSet<>(inputs);
    given.addAll(state);
    require(
        given.size() == inputs.size() + state.size(),
        "program %s declares an input or state twice",
        name);
    checkOrder(name, ops, given, outputs, Set.copyOf(state));
  }

  private static void checkOrder(
      String name, List<Op> ops, Set<Tensor> given, List<Tensor> outputs, Set<Tensor> state) {
    Map<String, Tensor> byName = new HashMap<>();
    given.forEach(t -> register(name, byName, t));
    Set<Tensor> known = new HashSet<>(given);
    Set<Tensor> used = new HashSet<>();
    for (Op op : ops) {
      for (Tensor read : op.inputs()) {
        require(
            known.contains(read),
            "program %s: %s reads %s before anything writes it",
            name,
            op.kind(),
            read);
        used.add(read);
      }
      for (Tensor update : op.updates()) {
        require(
            state.contains(update),
            "program %s: %s updates %s, which is not state",
            name,
            op.kind(),
            update);
        used.add(update);
      }
      for (Tensor written : op.outputs()) {
        require(
            known.add(written),
            "program %s: %s writes %s, which is already written",
            name,
            op.kind(),
            written);
        register(name, byName, written);
      }
    }
    for (Tensor tensor : given) {
      require(used.contains(tensor), "program %s never uses %s", name, tensor);
    }
    for (Tensor output : outputs) {
      require(
          known.contains(output) && !given.contains(output),
          "program %s: output %s is not written by any operation",
          name,
          output);
    }
    require(
        !outputs.isEmpty() || ops.stream().anyMatch(op -> !op.updates().isEmpty()),
        "program %s has neither outputs nor updated state",
        name);
  }

  private static void register(String program, Map<String, Tensor> byName, Tensor tensor) {
    Tensor other = byName.putIfAbsent(tensor.name(), tensor);
    require(other == null, "program %s has two tensors named %s", program, tensor.name());
  }

  /**
   * A builder that infers shapes, names intermediate tensors and reports errors where they are
   * made.
   */
  public static ProgramBuilder builder(String name) {
    return new ProgramBuilder(name);
  }

  /** Sum of {@link Op#flops()}. */
  public long flops() {
    return ops.stream().mapToLong(Op::flops).sum();
  }

  /** Sum of {@link Op#bytes()}: what must move if no two operations are fused. */
  public long bytes() {
    return ops.stream().mapToLong(Op::bytes).sum();
  }

  /**
   * What must move even if all operations are fused: inputs, state and outputs once, state that
   * operations update twice.
   */
  public long fusedBytes() {
    Set<Tensor> updated = new HashSet<>();
    ops.forEach(op -> updated.addAll(op.updates()));
    return Stream.of(inputs, state, outputs, updated)
        .flatMap(Collection::stream)
        .mapToLong(Tensor::bytes)
        .sum();
  }

  /** Every tensor: inputs and state, then what operations write, in their order. */
  public List<Tensor> tensors() {
    Set<Tensor> all = new LinkedHashSet<>(inputs);
    all.addAll(state);
    ops.forEach(op -> all.addAll(op.outputs()));
    return List.copyOf(all);
  }

  /** Bytes of all tensors together: an upper bound on the memory that a simple target needs. */
  public long tensorBytes() {
    return tensors().stream().mapToLong(Tensor::bytes).sum();
  }

  /**
   * The tensor of that name.
   *
   * @throws ProgramException if there is none
   */
  public Tensor tensor(String tensorName) {
    return tensors().stream()
        .filter(t -> t.name().equals(tensorName))
        .findFirst()
        .orElseThrow(
            () -> new ProgramException("program " + name + " has no tensor " + tensorName));
  }

  /**
   * Some of the operations as a program of their own. What they read and do not write is an input,
   * or state if it is this program's state. What is left of them is an output: what this program
   * outputs or what its other operations read, or all that they write if that is nothing.
   *
   * @param partName its name
   * @param some operations of this program, in an order in which each tensor is written before it
   *     is read
   * @throws ProgramException if the order is not one
   */
  public Program part(String partName, List<Op> some) {
    Set<Tensor> written = new LinkedHashSet<>();
    Set<Tensor> used = new LinkedHashSet<>();
    for (Op op : some) {
      op.inputs().stream().filter(t -> !written.contains(t)).forEach(used::add);
      used.addAll(op.updates());
      written.addAll(op.outputs());
    }
    Set<Tensor> wanted = new HashSet<>(outputs);
    ops.stream().filter(op -> !some.contains(op)).forEach(op -> wanted.addAll(op.inputs()));
    boolean updates = some.stream().anyMatch(op -> !op.updates().isEmpty());
    boolean none = !updates && written.stream().noneMatch(wanted::contains);
    List<Tensor> kept = state.stream().filter(used::contains).toList();
    return new Program(
        partName,
        some,
        used.stream().filter(t -> !kept.contains(t)).toList(),
        written.stream().filter(t -> none || wanted.contains(t)).toList(),
        kept,
        parameters.stream().filter(kept::contains).toList());
  }

  /**
   * The training step of this forward program: the forward operations, their gradients, and one
   * optimizer step over all parameters. Its state is this program's, one tensor {@code
   * <parameter>.<slot>} per parameter and slot, and {@code step}; its outputs are this program's.
   *
   * @param loss the output of a {@link SoftmaxCrossEntropy} of this program
   * @throws ProgramException if the loss cannot be differentiated with respect to every parameter
   */
  public Program trainingStep(Tensor loss, Optimizer optimizer, Schedule schedule) {
    require(!parameters.isEmpty(), "program %s has no parameters to train", name);
    ProgramBuilder builder = new ProgramBuilder(this);
    builder.optimizerStep(
        parameters, Gradients.build(builder, loss, parameters), optimizer, schedule);
    return builder.build();
  }
}
