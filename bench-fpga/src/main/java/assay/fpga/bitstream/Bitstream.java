package assay.fpga.bitstream;

import java.nio.file.Path;

/**
 * A bitstream that fits.
 *
 * @param folder where it was found
 * @param image the file's content, whose checksum has been compared
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on to the driver, never compared.
public record Bitstream(Path folder, Manifest manifest, byte[] image) {}
