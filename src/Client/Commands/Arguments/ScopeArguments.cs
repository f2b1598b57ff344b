using System.CommandLine;
using BirD.Contracts.Api;
using BirD.Storage.Inputs;

namespace BirD.Client.Commands.Arguments;

/// <summary>Which pictures of the inputs are meant, with which masks, and whether what is done counts: the same here and in a cluster.</summary>
internal sealed class ScopeArguments
{
    private readonly Option<string[]> include = new("--include") { Description = "Only files of folders that match, for example '*.tif' or 'album-*/**'. Repeatable." };
    private readonly Option<string[]> exclude = new("--exclude") { Description = "Not the files of folders that match. Repeatable." };
    private readonly Option<bool> force = new("--force") { Description = "Make every result anew, also those that are done." };
    private readonly Option<string?> mask = new("--mask")
    {
        Description = "Mask of what is missing (white), or a folder of masks named <picture>.mask.png; with a cluster below one of its input roots. Default: those in a folder 'masks' beside the pictures.",
    };

    public ScopeArguments()
    {
        foreach (var option in (Option<string[]>[])[include, exclude])
        {
            option.Validators.Add(result =>
            {
                foreach (var problem in InputFilter.Problems([.. result.Tokens.Select(token => token.Value)]))
                {
                    result.AddError($"{option.Name}: {problem}");
                }
            });
        }
    }

    public void AddTo(Command command)
    {
        command.Add(include);
        command.Add(exclude);
        command.Add(mask);
        command.Add(force);
    }

    public InputFilter Filter(ParseResult result) => new(result.GetValue(include) ?? [], result.GetValue(exclude) ?? []);

    public bool Force(ParseResult result) => result.GetValue(force);

    public string? Mask(ParseResult result) => result.GetValue(mask);

    /// <summary>The request with what was given; what wasn't is left out, so that older clusters can read it.</summary>
    public SubmitRequest Apply(ParseResult result, SubmitRequest request) => request with
    {
        Include = result.GetValue(include) is { Length: > 0 } taken ? taken : null,
        Exclude = result.GetValue(exclude) is { Length: > 0 } left ? left : null,
        Mask = result.GetValue(mask),
        Force = result.GetValue(force),
    };
}
