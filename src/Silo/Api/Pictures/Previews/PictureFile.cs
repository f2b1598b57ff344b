namespace BirD.Silo.Api.Pictures.Previews;

/// <summary>A file that somebody wants to look at.</summary>
/// <param name="Side">Original or result.</param>
/// <param name="Root">Where its root is.</param>
/// <param name="Key">Its name below the root.</param>
internal readonly record struct PictureFile(Side Side, string Root, string Key);
