// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {GameId, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {CourtTest} from "../support/CourtTest.sol";
import {ITrace} from "../support/Traces.sol";

contract GameTest is CourtTest {
    function test_game_liesAreRefuted() external {
        uint8[6] memory logs = [0, 1, 4, 5, 6, 13];
        uint256 games = 0;
        for (uint256 i = 0; i < logs.length; ++i) {
            for (uint256 j = 0; j < logs.length; ++j) {
                Scenario memory s = scenario(logs[i], logs[j]);
                uint256 node = 1 + (uint256(keccak256(abi.encode("node", i, j))) % (1 << logs[i]));
                uint256 count = uint256(keccak256(abi.encode("count", i, j))) % (1 << logs[j]);
                ITrace liar = lie(s, node, count, outputOf("5"));
                GameId gameId = challenged(claimed(s, liar), CHALLENGER);
                require(play(s, gameId, liar, s.truth) == IDisputeGame.Stage.ChallengerWon, "liar won");
                gameId = challenged(claimed(s, s.truth), CHALLENGER);
                require(play(s, gameId, s.truth, liar) == IDisputeGame.Stage.DefenderWon, "liar won");
                games += 2;
            }
        }
        require(games == 72, "games");
    }
}
