package assay.gpu;

import assay.core.program.op.Op;
import assay.gpu.compile.ProductEngine;
import assay.gpu.compile.Step;
import assay.gpu.ptx.PtxProducts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which engine computes what in a program, for the run's record. */
final class EngineNames {
  /** By engine: how many operations of each kind. */
  private final Map<String, Map<String, Integer>> products = new LinkedHashMap<>();

  private boolean others;

  /** Notes the engine of a product, and returns its steps. */
  List<Step> of(Op op, ProductEngine.Work work) {
    products
        .computeIfAbsent(work.engine(), _ -> new LinkedHashMap<>())
        .merge(op.kind(), 1, Integer::sum);
    return work.steps();
  }

  /**
   * Notes that our own kernels compute an operation that is not a product, and returns its steps.
   */
  List<Step> rest(List<Step> steps) {
    others |= !steps.isEmpty();
    return steps;
  }

  /**
   * A single engine by name only; several with what each computes, for example {@code cuBLASLt
   * 13.1.1, … for 2 MatMul; ptx sm_80 for the rest}.
   */
  String text() {
    boolean ownAsWell = others && !products.containsKey(PtxProducts.NAME);
    if (products.isEmpty()) {
      return PtxProducts.NAME;
    }
    if (products.size() == 1 && !ownAsWell) {
      return products.keySet().iterator().next();
    }
    String text =
        products.entrySet().stream()
            .map(e -> e.getKey() + " for " + kinds(e.getValue()))
            .collect(Collectors.joining("; "));
    if (!others) {
      return text;
    }
    return ownAsWell ? text + "; " + PtxProducts.NAME + " for the rest" : text + " and the rest";
  }

  private static String kinds(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }
}
