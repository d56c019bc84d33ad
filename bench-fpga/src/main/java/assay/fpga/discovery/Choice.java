package assay.fpga.discovery;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The chosen device.
 *
 * <p>Boards win over emulations, in the order of {@link Vendor}; the first device of the platform
 * is chosen. An unknown platform is never chosen.
 */
public record Choice<D>(Vendor vendor, Candidate<D> device) {
  /** Environment variable with a part of a platform's name, ignoring case. */
  public static final String PLATFORM = "ASSAY_OPENCL_PLATFORM";

  /**
   * Chooses a device.
   *
   * @param candidates all devices of all platforms
   * @param wanted value of {@link #PLATFORM}; empty if it is not set
   * @param install remedy if nothing usable is installed
   */
  public static <D> Availability<Choice<D>> of(
      List<Candidate<D>> candidates, Optional<String> wanted, Remedy install) {
    Optional<String> part =
        wanted.map(String::strip).filter(w -> !w.isEmpty()).map(w -> w.toLowerCase(Locale.ROOT));
    List<Candidate<D>> matching =
        candidates.stream()
            .filter(
                c -> part.map(p -> c.platform().toLowerCase(Locale.ROOT).contains(p)).orElse(true))
            .toList();
    if (matching.isEmpty() && part.isPresent()) {
      return new Availability.Unavailable<>(
          "no platform matches '%s'; found: %s".formatted(wanted.orElse(""), names(candidates)),
          new Remedy.SetVariable(PLATFORM, "a part of its name, or unset it"));
    }
    Optional<Candidate<D>> best =
        matching.stream()
            .filter(c -> Vendor.ofPlatform(c.platform()).isPresent())
            .min(Comparator.comparing(c -> Vendor.ofPlatform(c.platform()).orElseThrow()));
    return best.<Availability<Choice<D>>>map(c ->
            new Availability.Available<>(
                new Choice<>(Vendor.ofPlatform(c.platform()).orElseThrow(), c)))
        .orElseGet(() ->
            new Availability.Unavailable<>(
                "no FPGA and no known emulation; found: " + names(candidates), install));
  }

  private static <D> String names(List<Candidate<D>> candidates) {
    return candidates.isEmpty()
        ? "no device at all"
        : candidates.stream()
            .map(c -> "'" + c.platform() + "' with '" + c.name() + "'")
            .collect(Collectors.joining(", "));
  }
}
