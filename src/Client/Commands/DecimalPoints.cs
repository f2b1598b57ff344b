using System.CommandLine;

namespace BirD.Client.Commands;

/// <summary>Numbers are written with a point. Half the world writes 2,5, and the framework would read that as 25.</summary>
internal static class DecimalPoints
{
    /// <summary>Makes every option of a command and of those below it refuse a comma in a number.</summary>
    public static void Require(Command command)
    {
        foreach (var option in command.Options.Where(option => IsFraction(option.ValueType)))
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Select(token => token.Value).FirstOrDefault(value => value.Contains(',', StringComparison.Ordinal)) is { } number)
                {
                    result.AddError($"{option.Name} {number}: write numbers with a point, for example {number.Replace(',', '.')}.");
                }
            });
        }

        foreach (var child in command.Subcommands)
        {
            Require(child);
        }
    }

    private static bool IsFraction(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var number
        && (number == typeof(double) || number == typeof(float) || number == typeof(decimal));
}
