"""Films out of pictures: the same bytes for the same pictures."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from PIL import Image

U8 = npt.NDArray[np.uint8]

WEBP_QUALITY, WEBP_EFFORT = 62, 1
H264 = {
    "preset": "faster",
    "crf": "22",
    "profile": "high",
    # A whole picture every so often, so that a page can jump to an angle.
    "g": "9",
    "bf": "2",
    # Looking ahead over trees of blocks reads past small pictures: other bytes every so often.
    "x264-params": "threads=1:lookahead-threads=1:mbtree=0"
    ":colorprim=bt709:transfer=bt709:colormatrix=bt709",
}
# Supplemental information: here only the encoder's name, version and settings.
NO_VERSION = "filter_units=remove_types=6"


def write_mp4(path: Path, frames: Sequence[U8], fps: int) -> None:
    """Write H.264 in yuv420p (BT.709), playable while it loads.

    Args:
        path: is replaced.
        frames: uint8 (H, W, 3) sRGB, all of one size, both sides even.
        fps: frames per second.
    """
    height, width = frames[0].shape[:2]
    movie = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=movie) as container:
        stream = container.add_stream("libx264", rate=fps, options=H264)
        stream.codec_context.width, stream.codec_context.height = width, height
        stream.codec_context.pix_fmt = "yuv420p"
        stream.codec_context.thread_count = 1
        stream.codec_context.flags |= Flags.bitexact
        stream.codec_context.color_primaries = 1
        stream.codec_context.color_trc = 1
        stream.codec_context.colorspace = Colorspace.ITU709
        stream.codec_context.color_range = ColorRange.MPEG
        stream.time_base = stream.codec_context.time_base = Fraction(1, fps)
        container.start_encoding()
        plain = BitStreamFilterContext(NO_VERSION, in_stream=stream, out_stream=stream)
        reformatter = VideoReformatter()
        for number, pixels in enumerate(frames):
            picture = reformatter.reformat(
                av.VideoFrame.from_ndarray(pixels, format="rgb24"),
                format="yuv420p",
                dst_colorspace=Colorspace.ITU709,
                src_color_range=ColorRange.JPEG,
                dst_color_range=ColorRange.MPEG,
            )
            picture.pts, picture.time_base = number, Fraction(1, fps)
            for packet in stream.encode(picture):
                container.mux(plain.filter(packet))
        for packet in stream.encode(None):
            container.mux(plain.filter(packet))


def write_webp(path: Path, frames: Sequence[U8], fps: int) -> None:
    """Write an animated WebP that repeats for ever; arguments as ``write_mp4``."""
    first, *others = (Image.fromarray(pixels) for pixels in frames)
    first.save(
        path,
        "WEBP",
        save_all=True,
        append_images=others,
        duration=round(1000 / fps),
        loop=0,
        quality=WEBP_QUALITY,
        method=WEBP_EFFORT,
    )
