from apps.imaging.errors import REJECTIONS, PictureRejected


def test_every_rejection_comes_out_of_the_sandbox_as_itself():
    assert set(REJECTIONS.values()) == set(PictureRejected.__subclasses__())
    for name, rejection in REJECTIONS.items():
        assert (rejection.__name__, rejection("Crop it.").message) == (name, "Crop it.")
