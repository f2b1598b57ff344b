using BirD.Grains.Records;
using BirD.Silo.Api.Prefixes;
using BirD.Silo.Api.Problems;
using BirD.Storage.Inputs;

namespace BirD.Silo.Api.Jobs;

/// <summary>Looks whether what a request names is there, for a moment: a mistake is told at once instead of by a failed job.</summary>
internal sealed class InputProbe(IInputListerFactory listers, TimeProvider time)
{
    /// <summary>How long the first one is looked for before the listing is believed to find it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="ApiProblemException">The input isn't there, or holds no picture that is meant.</exception>
    public async Task CheckPicturesAsync(PrefixPath input, InputFilter filter, CancellationToken cancellationToken)
    {
        var skipped = input.Folder.Length == 0 ? 0 : input.Folder.Length + 1;
        if (!await AnyAsync("input", input, lister => lister.ListAsync(input.Folder), key => PictureNames.IsPicture(key[skipped..]) && filter.Takes(key[skipped..]), cancellationToken))
        {
            throw Problem.NoPictures($"There are no pictures below '{input}'; looked for {string.Join(' ', PictureNames.Extensions)}{filter}.");
        }
    }

    /// <exception cref="ApiProblemException">The mask isn't there, or its folder holds none.</exception>
    public async Task CheckMaskAsync(PrefixPath path, SubmittedMask mask, CancellationToken cancellationToken)
    {
        if (!mask.IsFile)
        {
            if (!await AnyAsync("mask", path, lister => lister.ListAsync(mask.Path), key => MaskNames.IsMask(key), cancellationToken))
            {
                throw Problem.NoPictures($"There are no masks below '{path}'. The mask of scan.jpg is named scan.mask.png: white is missing, black is intact.");
            }

            return;
        }

        var folder = mask.Path[..Math.Max(0, mask.Path.LastIndexOf('/'))];
        if (!await AnyAsync("mask", path, lister => lister.ListFolderAsync(folder), key => key == mask.Path, cancellationToken))
        {
            throw NotThere("mask", path);
        }
    }

    private async Task<bool> AnyAsync(
        string what, PrefixPath path, Func<IInputLister, IAsyncEnumerable<InputEntry>> list, Func<string, bool> isOne, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await list(listers.Open(path.Root)).AnyAsync(entry => isOne(entry.Key), stop.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return true;
        }
        catch (InputMissingException)
        {
            throw NotThere(what, path);
        }
    }

    /// <summary>The store's own message names the server's path, which is none of the caller's business.</summary>
    private static ApiProblemException NotThere(string what, PrefixPath path) =>
        Problem.InputNotFound($"The {what} '{path}' is not there, or can't be read by the cluster.");
}
