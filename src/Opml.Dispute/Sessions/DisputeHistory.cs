using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Players;
using Opml.Ethereum;
using Opml.Mips.Elf;
using Opml.Mips.Image;

namespace Opml.Dispute.Sessions;

/// <summary>A game's whole story, read from the chain's events, as anyone can.</summary>
public static class DisputeHistory
{
    /// <summary>Reads what happened from the model's registration to the game's end, as far as it has come.</summary>
    /// <param name="deployment">The contracts.</param>
    /// <param name="contract">The Opml contract.</param>
    /// <param name="game">The game.</param>
    /// <param name="image">The program, to show the disputed instruction; null where it is not at hand.</param>
    /// <param name="model">Bytes of the model; null likewise.</param>
    /// <param name="cancellationToken">Cancels the questions and the run.</param>
    /// <exception cref="NotOnChainException">There is no such game.</exception>
    /// <exception cref="ArgumentException">Program and model are not those that the game is about.</exception>
    /// <exception cref="EthereumException">The node does not answer, or not with everything.</exception>
    public static async Task<IReadOnlyList<DisputeEvent>> ReadAsync(
        OpmlDeployment deployment, OpmlContract contract, GameId game, MipsImage? image, byte[]? model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(contract);
        IReadOnlyList<OpmlEvent> events = await contract.GetEventsAsync(deployment.Block, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        if (!events.OfType<GameOpened>().Any(opened => opened.Game == game))
            throw new NotOnChainException($"There is no game {game} at {deployment.Contract}.");
        RequestEvent[] ofRequest = [.. events.OfType<RequestEvent>().Where(happened => happened.RequestId == game.Request)];
        RequestCreated created = Only<RequestCreated>(ofRequest);
        ModelRegistered registered = Only<ModelRegistered>(events.Where(happened => happened is ModelRegistered m && m.ModelId == created.ModelId));
        var input = new RequestInput(created.InputLength);
        foreach (InputAdded piece in ofRequest.OfType<InputAdded>()) input.Add(piece.Offset, piece.Piece);

        ModelFiles? files = image is null ? null : new ModelFiles(image.Bytes, model ?? []);
        if (files?.Matches(registered.Model) == false)
            throw new ArgumentException($"Program and model are not those of request {game.Request}: it is about program {registered.Model.ProgramHash} and model {registered.Model.ModelHash}.");

        var request = new InferenceRequest
        {
            Deployment = deployment,
            RequestId = game.Request,
            ModelId = created.ModelId,
            Requester = created.Requester,
            InputLength = (int)created.InputLength,
            StartState = Only<RequestOpened>(ofRequest).StartState,
            Fee = registered.Model.Fee,
        };
        var observer = new DisputeObserver(contract, request, registered.Model, files, input.ToArray(), image?.Symbols ?? SymbolTable.Empty, null, game);
        IReadOnlyList<DisputeEvent> told = await observer.ReadAsync(cancellationToken).ConfigureAwait(false);
        var book = new TransactionBook(contract.Client);
        var all = new List<DisputeEvent>
        {
            await book.CompleteAsync(new RegisteredModel { Deployment = deployment, ModelId = created.ModelId, Registration = registered.Model, Transactions = Of(registered) }, cancellationToken).ConfigureAwait(false),
            await book.CompleteAsync(request with { Transactions = Of(created) }, cancellationToken).ConfigureAwait(false),
        };
        all[0] = all[0] with { Gas = Sum(all[0]) };
        all[1] = all[1] with { Gas = Sum(all[1]) };
        foreach (DisputeEvent happened in told)
            all.Add(await book.CompleteAsync(happened, cancellationToken).ConfigureAwait(false));
        return all;
    }

    private static T Only<T>(IEnumerable<OpmlEvent> events)
        where T : OpmlEvent => events.OfType<T>().FirstOrDefault()
        ?? throw new EthereumException($"The node's logs have a game, and no {typeof(T).Name} of its request. Try another node.");

    private static Hash32[] Of(OpmlEvent happened) => happened.Log is { } log ? [log.TransactionHash] : [];

    private static ulong Sum(DisputeEvent happened) => happened.Mined.Aggregate(0UL, (sum, one) => sum + one.Gas);
}
