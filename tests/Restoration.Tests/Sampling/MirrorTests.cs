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
    public void Apply_Twice_IsTheIdentity(int index)
    {
        var picture = OracleCase.Picture(5, 7);
        Mirror.Apply(Mirror.Apply(picture, index), index).Data.ShouldBe(picture.Data);
    }

    [Fact]
    public void Apply_EachIndex_MovesTheCornerWhereItBelongs()
    {
        var picture = new ImageTensor(1, 2, 3, [1, 2, 3, 4, 5, 6]);
        Mirror.Apply(picture, 1).Data.ShouldBe([3, 2, 1, 6, 5, 4]);
        Mirror.Apply(picture, 2).Data.ShouldBe([4, 5, 6, 1, 2, 3]);
        Mirror.Apply(picture, 3).Data.ShouldBe([6, 5, 4, 3, 2, 1]);
    }
}
