package assay.fpga.discovery;

import assay.core.availability.Remedy;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The device to use.
 *
 * <p>Boards win over emulations, in the order of {@link Vendor}; the first device of the platform
 * is taken. A platform that is not known is never taken.
 */
public sealed interface Choice<D> {
  /** Environment variable: part of a platform's name, in any case. */
  String PLATFORM = "ASSAY_OPENCL_PLATFORM";

  /** This one. */
  record Chosen<D>(Vendor vendor, Candidate<D> device) implements Choice<D> {}

  /** None. */
  record None<D>(String reason, Remedy remedy) implements Choice<D> {}

  /**
   * Chooses.
   *
   * @param candidates all devices of all platforms
   * @param wanted value of {@link #PLATFORM}; empty if it is not set
   * @param install what to say where nothing usable is there
   */
  static <D> Choice<D> of(List<Candidate<D>> candidates, Optional<String> wanted, Remedy install) {
    Optional<String> part =
        wanted.map(String::strip).filter(w -> !w.isEmpty()).map(w -> w.toLowerCase(Locale.ROOT));
    List<Candidate<D>> matching =
        candidates.stream()
            .filter(
                c -> part.map(p -> c.platform().toLowerCase(Locale.ROOT).contains(p)).orElse(true))
            .toList();
    if (matching.isEmpty() && part.isPresent()) {
      return new None<>(
          "no platform is called '%s'; there is %s".formatted(wanted.orElse(""), names(candidates)),
          new Remedy.SetVariable(PLATFORM, "a part of its name, or unset it"));
    }
    Optional<Candidate<D>> best =
        matching.stream()
            .filter(c -> Vendor.ofPlatform(c.platform()).isPresent())
            .min(Comparator.comparing(c -> Vendor.ofPlatform(c.platform()).orElseThrow()));
    return best.<Choice<D>>map(c -> new Chosen<>(Vendor.ofPlatform(c.platform()).orElseThrow(), c))
        .orElseGet(() ->
            new None<>(
                "no FPGA and no emulation that could be labelled; there is " + names(candidates),
                install));
  }

  private static <D> String names(List<Candidate<D>> candidates) {
    return candidates.isEmpty()
        ? "no device at all"
        : candidates.stream()
            .map(c -> "'" + c.platform() + "' with '" + c.name() + "'")
            .collect(Collectors.joining(", "));
  }
}
