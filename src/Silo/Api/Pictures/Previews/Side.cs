using BirD.Grains.Application.Queries;

namespace BirD.Silo.Api.Pictures.Previews;

/// <summary>On which side of a job a file lies.</summary>
internal enum Side
{
    Original = 0,
    Result = 1,
}

internal static class SideExtensions
{
    /// <summary>Where the file lies that is meant.</summary>
    public static PictureFile Of(this ItemPlace place, Func<ItemPlace, (Side, string)> which)
    {
        var (side, key) = which(place);
        return new PictureFile(side, side == Side.Original ? place.InputRoot : place.OutputRoot, key);
    }
}
