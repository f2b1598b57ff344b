using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling;

public sealed class MirrorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void PlacedAndCopiedBack_IsTheIdentity(int index)
    {
        var picture = OracleCase.Picture(5, 7);
        Copied(Placed(picture, index), index).Data.ShouldBe(picture.Data);
    }

    [Theory]
    [InlineData(0, new float[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(1, new float[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(2, new float[] { 4, 5, 6, 1, 2, 3 })]
    [InlineData(3, new float[] { 6, 5, 4, 3, 2, 1 })]
    public void EachIndex_MovesTheCornerWhereItBelongs(int index, float[] mirrored)
    {
        var picture = new ImageTensor(1, 2, 3, [1, 2, 3, 4, 5, 6]);
        Placed(picture, index).Data.ShouldBe(mirrored);
        Copied(picture, index).Data.ShouldBe(mirrored);
    }

    private static ImageTensor Placed(ImageTensor picture, int index) => ByRow(picture, (c, y, mirrored) =>
        Mirror.PlaceRow(picture.Plane(c).Slice(y * picture.Width, picture.Width), index, c, y, mirrored));

    private static ImageTensor Copied(ImageTensor picture, int index) => ByRow(picture, (c, y, mirrored) =>
        Mirror.CopyRow(picture, index, c, y, mirrored.Plane(c).Slice(y * picture.Width, picture.Width)));

    private static ImageTensor ByRow(ImageTensor picture, Action<int, int, ImageTensor> work)
    {
        var mirrored = new ImageTensor(picture.Channels, picture.Height, picture.Width);
        for (var n = 0; n < picture.Channels * picture.Height; n++)
        {
            work(n / picture.Height, n % picture.Height, mirrored);
        }

        return mirrored;
    }
}
